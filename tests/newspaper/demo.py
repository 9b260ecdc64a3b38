"""The demo: start the bundled newspaper, crawl it, and show what came of it. `make demo` runs this."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path("data/demo")
START_SECONDS = 20.0


def start_newspaper() -> tuple[subprocess.Popen[bytes], str]:
    """The newspaper in a process of its own, on any free port; its address."""
    port_file = FOLDER / "port"
    log = FOLDER / "newspaper.jsonl"
    command = [sys.executable, "-m", "tests.newspaper", "--port", "0", "--port-file", str(port_file), "--log", str(log)]
    newspaper = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + START_SECONDS
    while not (port_file.exists() and port_file.read_text().strip()):
        if newspaper.poll() is not None or time.monotonic() > deadline:
            newspaper.kill()
            raise SystemExit("the bundled newspaper did not start")
        time.sleep(0.02)
    port = port_file.read_text().strip()
    port_file.unlink()
    return newspaper, f"127.0.0.1:{port}"


def crawl(host: str) -> int:
    """The main job, as a user would run it; returns its exit code."""
    environment = dict(os.environ, LENTERA_URL=f"http://{host}")
    settings = {
        "DATA_DIR": str(FOLDER),
        "NETWORK_ALLOW": host,
        "SITE_MODULES": "crawler.sites,tests.newspaper.site",
        "OPERATOR": "Arsip demo, demo@arsip.invalid",
    }
    command = [str(Path(sys.executable).with_name("scrapy")), "crawl", "lentera"]
    for name, value in settings.items():
        command += ["-s", f"{name}={value}"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def show() -> None:
    """Where everything lies, and one article."""
    documents = sorted((FOLDER / "articles").rglob("*.json"))
    article = max((json.loads(path.read_bytes()) for path in documents), key=lambda found: len(found["body"]))
    path = next(path for path in documents if path.name.startswith(article["id"]))
    print("\nWARC   ", *(str(file) for file in sorted((FOLDER / "warc").rglob("*.warc.gz"))))
    print("JSON   ", f"{len(documents)} articles in {FOLDER / 'articles'}")
    print("Server ", FOLDER / "newspaper.jsonl", "(what the newspaper itself saw)")
    print(f"\n{path}\n")
    print(f"  {article['headline']}")
    print(f"  {article['date_published']}  ({article['date_published_raw']})  {article['word_count']} words")
    for block in article["body"][:6]:
        match block["type"]:
            case "paragraph" | "heading" | "quote":
                text = block["text"] if block["type"] != "heading" else f"## {block['text']}"
            case "image":
                text = f"[photo: {block['caption']} | {block['credit']}]"
            case kind:
                text = f"[{kind}]"
        print(textwrap.indent(textwrap.fill(text, 100), "  "))
    capture = article["provenance"]["captures"][0]
    print(f"\n  read from {capture['warc_filename']} at byte {capture['warc_offset']} by {article['provenance']['extraction']['rules']}")


def main() -> int:
    shutil.rmtree(ROOT / FOLDER, ignore_errors=True)
    os.chdir(ROOT)
    FOLDER.mkdir(parents=True)
    newspaper, host = start_newspaper()
    try:
        code = crawl(host)
    finally:
        newspaper.terminate()
        newspaper.wait()
    if code == 0:
        show()
    return code


if __name__ == "__main__":
    sys.exit(main())
