"""Every setting, with its unit and its reason. `-s NAME=value` or the environment variable ARSIP_NAME overrides any of them."""

from __future__ import annotations

import os

from archive import __version__

# -- ours --------------------------------------------------------------------------------------

DATA_DIR = "data"  # holds warc/, articles/, runs/; one crawl at a time may write to it
OPERATOR = ""  # name and contact of who runs the crawl; the public web is not crawled without it
NETWORK_ALLOW = ""  # host:port, host:port: exempt from the public-address rule, for tests and intranets
REPLAY = ""  # WARC files, folders or globs: answer every request from them, with the network closed
REPLAY_DATE = ""  # the moment to replay, as in 2026-11-23 or 20261123T101500Z; empty: the latest captures
REPLAY_MISSING = "404"  # what a request without a capture gets: "404", or "error" for CI
SITE_MODULES = "crawler.sites"  # packages and modules that declare sites, comma-separated
ALLOW_DISABLED = False  # crawl sites that are off by default too; why they are stands in their files. The operator's decision
RULE_BOOK = "crawler.loader.rule_book"  # how readers find a site's rules by URL
READER_PROCESSES = os.cpu_count() or 1  # reading is the dearest stage: one process a core

WARC_ROLLOVER_BYTES = 1 << 30  # WARC 1.1, annex C: files of about 1 GB are easy to move and to keep
FAILURE_SHARE = 0.1  # of expected pages that gave no document for reasons other than being gone; above it the exit code is 6
CONDITIONAL_REQUESTS = True  # ask for pages that the archive has by If-None-Match and If-Modified-Since
RECHECK_DAYS = 14.0  # how old an article is when nobody looks any more whether it was edited; 0: never look again

# -- who is told -------------------------------------------------------------------------------

RUN_CHECKS: dict[str, int] = {
    "crawler.drift.recorder.DriftJudge": 100
}  # judges of a run (crawler.operations.judging), in order of their numbers
METRICS_DIR = ""  # folder of node_exporter's textfile collector: arsip-<site>.prom is written there
ALERT_ON = "1,2,3,4,6,7,8,9"  # exit codes that webhook and mail are sent for; 0 among them: for every run
WEBHOOK_URL = ""  # gets a POST of JSON
WEBHOOK_AUTHORIZATION = ""  # the Authorization header for it: "Bearer ..."
ALERT_MAIL_TO = ""  # addresses, comma-separated; by Scrapy's MAIL_HOST, MAIL_PORT, MAIL_USER, MAIL_PASS, MAIL_TLS, MAIL_SSL
MAIL_FROM = "arsip@localhost"
PING_URL = ""  # a dead man's switch: pinged when a run ends well, with /start and /fail behind it when one begins and fails
PING_START_URL = ""  # instead of PING_URL/start
PING_FAIL_URL = ""  # instead of PING_URL/fail
TELL_SECONDS = 5.0  # that all messages together may take at the end of a run; what has not gone by then is given up
PROGRESS_BAR = True  # on a terminal; several crawls at a time would draw over each other
PART_OF = ""  # the run over all sites that this one belongs to: that one tells people, this one does not

# -- politeness --------------------------------------------------------------------------------

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Arsip"
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 8  # Scrapy's default; a site's Crawl-delay or AutoThrottle slows it down
AUTOTHROTTLE_TARGET_CONCURRENCY = 2.0
COOKIES_ENABLED = False  # news needs none, and a first Set-Cookie makes Scrapy look up the public suffix list over the network
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
    "Accept-Encoding": "gzip",  # old replay tools cannot read br and zstd
}
USER_AGENT = f"Arsip/{__version__}"  # the operator's contact is added when the crawl starts

HOST_PATIENCE = 300.0  # seconds without a good answer (429, 503 or none at all) after which the rest of a host waits for the next run
HOST_PAGECOUNT = 0  # pages of one host that a run may fetch; 0: any number. What is left waits for the next run

# -- bounds ------------------------------------------------------------------------------------

CONNECT_TIMEOUT = 10  # seconds for name, TCP and TLS together
FIRST_BYTE_TIMEOUT = 20  # seconds from the request to the first byte of an answer
IDLE_TIMEOUT = 20  # seconds between two pieces of an answer
DOWNLOAD_TIMEOUT = 60  # seconds for a whole exchange
DOWNLOAD_MAXSIZE = 1 << 30  # bytes of a body; HTML is cut at 16 MiB
RETRY_TIMES = 1  # two tries in all
RETRY_BACKOFF_SECONDS = 1.0  # before the second try, doubled before each further one; a Retry-After that is longer counts
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the report names every page that failed
RETRY_EXCEPTIONS = [  # Scrapy's, without those of the HTTP client that is not used, whose import takes 0.1 s
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    OSError,
]
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408, 429]
REDIRECT_MAX_TIMES = 10
DEPTH_LIMIT = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
STOP_SECONDS = 7.0  # what is under way may take when the crawl is told to stop; with the closing of files it ends within 10
CLOSESPIDER_BYTECOUNT = 0  # bytes of responses after which a run ends, to be gone on with; 0: any number. Beside Scrapy's CLOSESPIDER_…
DISK_FREE_MIN = 16 << 20  # bytes: a run that comes below ends with exit code 3; of a small disk, 5 % at most

# -- how Scrapy is put together ----------------------------------------------------------------

BOT_NAME = "arsip"
COMMANDS_MODULE = "crawler.commands"
SCHEDULER = "crawler.frontier.scheduler.FrontierScheduler"
SPIDER_LOADER_CLASS = "crawler.loader.SiteSpiderLoader"
SPIDER_MODULES = ["crawler.spiders"]
ADDONS = {"crawler.derived.DerivedSettings": 0}
DOWNLOAD_HANDLERS = {
    "http": "crawler.capture.live.LiveHandler",
    "https": "crawler.capture.live.LiveHandler",
    "file": None,  # a link to file:///etc/passwd is no news
    "data": None,
    "ftp": None,
    "s3": None,
}
ITEM_PIPELINES = {
    "pipelines.extract.ExtractPipeline": 200,
    "crawler.window.WindowPipeline": 250,
    "pipelines.documents.DocumentPipeline": 300,
    "pipelines.warc.WarcPipeline": 400,
    "pipelines.companions.CompanionPipeline": 450,
}
EXTENSIONS_BASE = {  # Scrapy's but for telnet, remote control and log lines of figures, which cost 0.1 s to import and are never wanted
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
EXTENSIONS = {
    "crawler.garbage.Garbage": 80,
    "crawler.ending.Ending": 90,
    "crawler.joining.Joining": 95,
    "crawler.report.RunReport": 100,
    "crawler.progress.Progress": 110,
}
# Scrapy's stand within SpiderOutput, but for HttpError: error pages reach the spider, which names them in the report
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES = {
    "crawler.frontier.settling.SpiderOutput": 1,  # next to the engine: sees what the others let pass
    "crawler.frontier.unread.UnreadPages": 2,
    "crawler.frontier.settling.Referers": 700,
}
# Of Scrapy's those that are wanted. Not among them: offsite (the gate decides at connect time, for every request), robots.txt and retry
# (we have our own), statistics (ours counts what the wire had; Scrapy's writes every message out again to count its bytes), timeouts (the
# client has its own clocks), decompression (in capture.response, live as in replay), cookies, meta refresh, cache.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.frontier.settling.DownloadFailure": 1,  # next to the engine: sees what the others could not mend
    "crawler.politeness.robots.RobotsMiddleware": 100,
    "crawler.politeness.reservations.ReservationMiddleware": 110,
    "crawler.politeness.retry.ArchivedRetryMiddleware": 550,
    "crawler.politeness.moved.LaterRedirects": 610,  # before Scrapy's redirects
    "crawler.capture.conditional.ConditionalRequests": 840,  # before redirects, retries and robots: only the statistics see a 304
    "crawler.capture.figures.Figures": 850,
}
FEED_EXPORTERS = {
    "jsonl": "crawler.exporters.DocumentLinesExporter",
    "jsonlines": "crawler.exporters.DocumentLinesExporter",
    "jl": "crawler.exporters.DocumentLinesExporter",
    "json": "crawler.exporters.DocumentArrayExporter",
}
CONCURRENT_ITEMS = 1  # a page gives one item, and Scrapy starts this many tasks for every response: 100 cost 1 ms a page
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
TWISTED_REACTOR_ENABLED = False  # plain asyncio: nothing here needs Twisted's reactor
LOG_LEVEL = "WARNING"  # what a person should act on; -L INFO tells the story of a run
LOG_VERSIONS: list[str] = []
STATS_DUMP = False
MEMUSAGE_ENABLED = False
WARN_ON_GENERATOR_RETURN_VALUE = False

declared = {name: value for name, value in globals().items() if name.isupper()}  # as written here, before the environment speaks
globals().update({name.removeprefix("ARSIP_"): value for name, value in os.environ.items() if name.startswith("ARSIP_")})
