"""All settings. The environment comes in through the readers of `leadfollow.environment`.

Without any variable set this is the embedded default: SQLite under var/, a broker started by
the launcher, mail written to var/mail, served to this machine alone.
"""

import secrets
from pathlib import Path
from typing import Any

from leadfollow import environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent
environment.env.read_env(BASE_DIR / ".env", recurse=False)
VAR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var"))).resolve()
for folder in ("frontend", "static"):
    (VAR / folder).mkdir(parents=True, exist_ok=True)


def generated_key(name: str) -> str:
    """A key of this installation, made at the first start and kept in var/."""
    path = VAR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


# --- Where and how it is served

DEBUG = environment.flag("DEBUG")
HTTPS = environment.flag("HTTPS")
DEMO = environment.flag("DEMO", default=True)
SECRET_KEY = environment.secret_key("SECRET_KEY") or generated_key("secret_key")
SECRET_KEY_FALLBACKS = environment.earlier_secret_keys("SECRET_KEY_FALLBACKS")
# By which tokens are known: another SECRET_KEY leaves them as they are.
TOKEN_KEY = environment.secret_key("TOKEN_KEY") or generated_key("token_key")
# By which secrets of second factors are sealed: lost, codes of apps open nothing any more.
TWO_FACTOR_KEY = environment.secret_key("TWO_FACTOR_KEY") or generated_key("two_factor_key")
TWO_FACTOR_KEY_FALLBACKS = environment.earlier_secret_keys("TWO_FACTOR_KEY_FALLBACKS")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS")
PORT = environment.number("PORT", 8000, 1, 65535)
WEB_WORKERS = environment.number("WEB_WORKERS", 1, 1, 64)
# How many proxies of ours stand before it: each adds who came to it to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXIES", int(HTTPS), 0, 5)
# Where links in mails lead.
SITE_URL = environment.site("SITE_URL") or (
    f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0]}"
    f"{f':{PORT}' if ALLOWED_HOSTS[0] in environment.LOCAL_HOSTS else ''}"
)
environment.refuse_what_does_not_fit(
    hosts=ALLOWED_HOSTS, site_url=SITE_URL, https=HTTPS, debug=DEBUG
)

ROOT_URLCONF = "leadfollow.urls"
WSGI_APPLICATION = "leadfollow.wsgi.application"

INSTALLED_APPS = [
    "leadfollow.outbox",
    "leadfollow.log",
    "leadfollow.files",
    "leadfollow.backups",
    "leadfollow.people",
    "campaigns",
    "leads",
    "followups",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",  # rows at sign-in alone: without its middleware no page asks for them
    "compressor",
    "crispy_bootstrap5",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "timezone_field",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "followups.submissions.flood.before_all",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leadfollow.middleware.at_a_stand",
    "followups.api.door.by_token",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "leadfollow.middleware.never_stored",
    "leadfollow.middleware.in_its_time",
    "leadfollow.middleware.in_the_organisation",
    "leadfollow.middleware.in_own_time_zone",
    "leadfollow.middleware.by_two_factors",
    "leadfollow.middleware.WithinReach",
    "leadfollow.middleware.standing_in",
]

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
                "leadfollow.people.context.navigation",
                "followups.context.bar",
            ],
            "builtins": ["django.templatetags.i18n", "leadfollow.templatetags.look"],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Databases: SQLite is the embedded default, PostgreSQL is production

SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR / "leadfollow.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
    "TEST": {"NAME": VAR / "test.sqlite3"},
}
database = environment.database("DATABASE_URL") or SQLITE
if database["ENGINE"].endswith("postgresql"):
    database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # Just-in-time compiling costs more than it saves on questions as short as ours.
    own = {"connect_timeout": 5, "options": "-c jit=off"}
    database["OPTIONS"] = own | database.get("OPTIONS", {})
else:
    database = {**SQLITE, "NAME": database["NAME"]}
DATABASES = {"default": database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, so that a page never depends on Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},  # of each process
}
MESSAGE_STORAGE = "leadfollow.standing.StandingLines"
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Background work: an interval, never a crontab in a local zone

REDIS_URL = environment.redis("REDIS_URL") or "redis://127.0.0.1:6379/0"
EMBEDDED_BROKER = environment.redis("REDIS_URL") is None
SWEEP_EVERY = environment.number("SWEEP_EVERY", 60, 1, 3600)
DRAIN_EVERY = 2
IMPORT_DEAD_AFTER = environment.number("IMPORT_DEAD_AFTER", 30, 1, 600)
DIGESTS_EVERY = 300
WAKE_EVERY = 900
PURGE_EVERY = 3600
PAIRS_EVERY = 6 * 3600
BACKUP_EVERY = 900  # whether it is time
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "followups.sweep",
        "schedule": SWEEP_EVERY,
        "options": {"expires": SWEEP_EVERY},
    },
    "drain": {
        "task": "leadfollow.drain",
        "schedule": DRAIN_EVERY,
        "options": {"expires": DRAIN_EVERY},
    },
    "digests": {
        "task": "followups.digests",
        "schedule": DIGESTS_EVERY,
        "options": {"expires": DIGESTS_EVERY},
    },
    "wake": {
        "task": "followups.wake",
        "schedule": WAKE_EVERY,
        "options": {"expires": WAKE_EVERY},
    },
    "purge": {
        "task": "followups.purge",
        "schedule": PURGE_EVERY,
        "options": {"expires": PURGE_EVERY},
    },
    "pairs": {
        "task": "followups.pairs",
        "schedule": PAIRS_EVERY,
        "options": {"expires": PAIRS_EVERY},
    },
    "backup": {
        "task": "leadfollow.backup",
        "schedule": BACKUP_EVERY,
        "options": {"expires": BACKUP_EVERY},
    },
}

# --- Accounts: by e-mail, invited only

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["leadfollow.people.sign_in.ByEmail"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "leadfollow.people.sign_in.InvitedOnly"
ACCOUNT_FORMS = {
    "login": "leadfollow.people.sign_in_form.SignInForm",
    "reset_password": "leadfollow.people.sign_in_form.ResetForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # how long a sign-in, or the password once more, is good for
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Leadfollow: "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # such a mail would offer to sign up
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # who reads the mail is known; his device is, then
# Guesses at the door are counted by `leadfollow.people.guesses`: here anybody could lock out
# somebody else.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reset_password": "20/m/ip,5/h/key",
}

# Recovery codes are our own, and kept as digests; passkeys are left out.
MFA_ADAPTER = "leadfollow.people.sign_in.ByTwoFactors"
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "Leadfollow"
MFA_TOTP_TOLERANCE = 1  # a code before and after: clocks of telephones go wrong
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here: who invited knows the address
MFA_FORMS = {
    "authenticate": "leadfollow.people.two_factor_forms.CodeForm",
    "reauthenticate": "leadfollow.people.two_factor_forms.CodeAgainForm",
    "activate_totp": "leadfollow.people.two_factor_forms.SwitchOnForm",
}

# --- What a browser may do with our pages

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "leadfollow.views.form_too_old"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "leadfollow.files.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Secure cookies would never come back over plain http, as `make run` serves it.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Preloading into browsers is for whoever owns the domain to decide.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- Language, time, mail, static files

# English is written in the code; every folder of leadfollow/locale is one more language. Where
# there are several each browser gets its own, and mails the one of LANGUAGE_CODE.
LOCALES = BASE_DIR / "leadfollow" / "locale"
LOCALE_PATHS = [LOCALES]
LANGUAGES = environment.languages(LOCALES)
LANGUAGE_CODE = environment.language("LANGUAGE_CODE", LANGUAGES)
USE_I18N = True
if len(LANGUAGES) > 1:
    after = MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware") + 1
    MIDDLEWARE.insert(after, "django.middleware.locale.LocaleMiddleware")
TIME_ZONE = environment.zone("TIME_ZONE")
USE_TZ = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "leadfollow@localhost")
globals().update(environment.mail("EMAIL_URL"))

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# First what `leadfollow/assets.py` compiled, then our own.
STATICFILES_DIRS = [VAR / "frontend", BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "compressor.finders.CompressorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "leadfollow.static_names.StaticNames"},
}
MEDIA_ROOT = VAR / "files"
# One file for the styles and one for the scripts of a place, made by `leadfollow.bundles`;
# under DEBUG each stays by itself.
COMPRESS_ENABLED = not DEBUG
COMPRESS_OFFLINE = True
COMPRESS_OUTPUT_DIR = "bundles"
COMPRESS_CSS_HASHING_METHOD = "content"
COMPRESS_STORAGE = "compressor.storage.GzipCompressorFileStorage"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+\.[0-9a-f]{12}\..+$"
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "svgz", "gz", "woff", "woff2"]

# --- Nightly backups

BACKUPS = environment.flag("BACKUPS", default=True)
BACKUP_HOUR = environment.number("BACKUP_HOUR", 2, 0, 23)  # in TIME_ZONE
BACKUPS_KEPT = environment.number("BACKUPS_KEPT", 14, 1, 1000)
BACKUP_DIR = environment.text("BACKUP_DIR", str(VAR / "backups"))

# --- Logs and errors

LOGGING = logs.settings(debug=DEBUG)

if SENTRY_DSN := environment.text("SENTRY_DSN"):
    import sentry_sdk

    try:
        sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False)
    except sentry_sdk.utils.BadDsn:
        raise environment.BadSetting("SENTRY_DSN must be the address Sentry gave.") from None
