"""Every setting, read from the environment; docs/settings.md explains each one."""

from pathlib import Path
from urllib.parse import urlsplit

import environ

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# ---- where and how it runs -------------------------------------------------
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEMO = env.bool("DEMO", default=False)
DEMO_HOURS = env("DEMO_HOURS", default="open")  # open | real; only read when DEMO is on
DEMO_PASSWORD = "neuvo-demo"  # noqa: S105 - shown on the demo's login page, refused everywhere else
DEBUG = env.bool("DEBUG", default=False)
DEFAULT_SECRET_KEY = "not-secret-only-for-loopback"  # noqa: S105 - start is refused with it elsewhere
SECRET_KEY = env("SECRET_KEY", default=DEFAULT_SECRET_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PUBLIC_URL = env("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
# Byte-equal origins that may open sockets and post to public forms.
ALLOWED_ORIGINS = [PUBLIC_URL, *env.list("EXTRA_ORIGINS", default=[])]
ALLOWED_HOSTS = sorted({urlsplit(origin).hostname or "" for origin in ALLOWED_ORIGINS})
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS
# How many reverse proxies of ours stand in front; 0 means the peer address is the visitor's.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
RATE_LIMIT_FACTOR = env.float("RATE_LIMIT_FACTOR", default=1.0)

# ---- data ------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'neuvo.sqlite3'}")}
# Never 0 in a process that serves sockets: opening a connection for each frame costs seven times the work.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
WEB_THREADS = env.int("WEB_THREADS", default=4)  # pages served at once, each thread with one database connection
REDIS_URL = env("REDIS_URL", default="")
# Two keys during rotation: the first seals, both open. Frames that leave the process are sealed with it.
BUS_KEYS = env.list("BUS_KEY", default=[SECRET_KEY])
# Seals identity codes and keys their hashes, apart from every other key. Several during rotation: the first seals,
# all open. Losing it loses the codes; changing the first needs `manage.py reseal_identity_codes`.
IDENTITY_KEYS = env.list("IDENTITY_KEY", default=[SECRET_KEY])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if not REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"serializer": "contactcenter.jobs.JsonSerializer"},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600
SESSION_COOKIE_NAME = "__Host-neuvo" if HTTPS else "neuvo"
CSRF_COOKIE_NAME = "__Host-neuvo-csrf" if HTTPS else "neuvo-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
MAX_BODY_BYTES = env.int("MAX_BODY_BYTES", default=12_000_000)  # the server closes anything longer

# ---- applications ----------------------------------------------------------
INSTALLED_APPS = [
    "contactcenter.apps.ContactCenterConfig",
    "contactcenter.reference",
    "contactcenter.accounts",
    "contactcenter.accesslog",
    "contactcenter.retention",
    "contactcenter.opening_hours",
    "catalogue",
    "casework",
    "chat",
    "reporting",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "contactcenter.apps.StaticFiles",
    "contactcenter.apps.Administration",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_filters",
    "simple_history",
    "huey.contrib.djhuey",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "contactcenter.middleware.LanguageMiddleware",
    "contactcenter.middleware.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "contactcenter.middleware.ReferenceMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "contactcenter.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "contactcenter.urls"
ASGI_APPLICATION = "contactcenter.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "contactcenter.views.page_context",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---- languages and time ----------------------------------------------------
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"
FORMAT_MODULE_PATH = ["contactcenter.formats"]

# ---- static files ----------------------------------------------------------
NODE = BASE_DIR / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("source-sans-3", NODE / "@fontsource-variable/source-sans-3/files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Compressing takes most of the collecting; the demo on loopback gains nothing from it.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "files"

# ---- sign-in ---------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/workspace/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "contactcenter.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True  # one length of session for everybody, see SESSION_COOKIE_AGE
CSRF_FAILURE_VIEW = "contactcenter.views.csrf_failure"
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # axes counts failures, by user and address together
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Everyone who sees persons needs a second factor; the demo's invented people do not.
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=not DEMO)
# By user and address together: no stranger can lock somebody out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_VERBOSE = False

# ---- headers ---------------------------------------------------------------
from csp.constants import NONCE, NONE, SELF  # noqa: E402 - constants of the policy below

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")}

# ---- mail ------------------------------------------------------------------
EMAIL_BACKEND = env(
    "EMAIL_BACKEND",
    default="django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="neuvo@localhost")

# ---- history ----------------------------------------------------------------
SIMPLE_HISTORY_REVERT_DISABLED = True

# ---- jobs ------------------------------------------------------------------
HUEY = (
    {"huey_class": "huey.RedisHuey", "name": "neuvo", "url": REDIS_URL, "immediate": False}
    if REDIS_URL
    else {
        "huey_class": "huey.SqliteHuey",
        "name": "neuvo",
        "filename": str(DATA_DIR / "jobs.sqlite3"),
        "immediate": False,
    }
)

# ---- chat: every limit of docs/protocol.md, in one place --------------------
CHAT = {
    "capacity": env.int("CHAT_CAPACITY", default=3),
    "queue_limit": env.int("CHAT_QUEUE_LIMIT", default=50),
    "away_after_seconds": 60,
    "lead_rings_after_seconds": 60,
    "call_back_offered_after_seconds": 180,
    "served_after_closing_minutes": 30,
    "gone_after_minutes": 10,
    "frames_per_second": 10,
    "starts_per_minute": 20,
    "sockets_per_session": 20,
    "sockets_per_address": 50,
}

# ---- contacts ----------------------------------------------------------------
CONTINUATION_CODE_DAYS = env.int("CONTINUATION_CODE_DAYS", default=90)
RECORD_AFTERWARDS_DAYS = env.int("RECORD_AFTERWARDS_DAYS", default=60)

# ---- assessment of service needs: who has a right to a deadline, and which ----
NEEDS_ASSESSMENT = {
    "age": env.int("NEEDS_ASSESSMENT_AGE", default=75),
    "days": env.int("NEEDS_ASSESSMENT_DAYS", default=7),
    "saturday_counts": env.bool("NEEDS_ASSESSMENT_SATURDAY", default=False),
    "highest_allowance": env.bool("NEEDS_ASSESSMENT_ALLOWANCE", default=True),
}

# ---- retention: how long each kind of personal data is kept (docs/settings.md) ----
RETENTION = {
    name: env.int(f"RETENTION_{name.upper()}", default=default)
    for name, default in {
        "case_years": 10,  # from closing; a service area may say otherwise
        "contact_of_person_years": 10,
        "contact_text_months": 24,  # of contacts without a person
        "open_contact_days": 30,  # an older one is listed, never erased
        "person_unused_months": 24,
        "chat_text_days": 30,
        "caller_mark_days": 30,
        "sign_in_days": 90,
        "access_log_years": 12,
        # The brake: more than both of these in one run of a rule waits for a person.
        "brake_percent": 20,
        "brake_rows": 100,
    }.items()
}

# ---- the service, as the public pages name it --------------------------------
SERVICE_NAME = {
    "fi": "Varsinais-Suomen palveluneuvonta",
    "sv": "Servicerådgivningen i Egentliga Finland",
    "en": "Guidance service of Southwest Finland",
}
SERVICE_PHONE = {
    "fi": env("PHONE_FI", default="02 000 1200"),
    "sv": env("PHONE_SV", default="02 000 1201"),
    "en": env("PHONE_EN", default="02 000 1200"),
}
# Where "Leave quickly" leads: a site that tells nothing of the visit.
QUICK_EXIT_URL = env("QUICK_EXIT_URL", default="https://www.ilmatieteenlaitos.fi/")

from structlog.processors import JSONRenderer, TimeStamper, format_exc_info  # noqa: E402 - of the log below
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name  # noqa: E402

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": ProcessorFormatter,
            # Only these extras: a request or a form would bring personal data into the log.
            "foreign_pre_chain": [
                TimeStamper(fmt="iso"),
                add_log_level,
                add_logger_name,
                ExtraAdder(allow=["check", "error", "status_code"]),
            ],
            # Tracebacks as text, without the values of variables.
            "processors": [ProcessorFormatter.remove_processors_meta, format_exc_info, JSONRenderer()],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"weasyprint": {"level": "ERROR"}, "axes": {"level": "ERROR"}, "neuvo": {"level": "INFO"}},
}
