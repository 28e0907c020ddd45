"""Django's settings; values that differ between installations come from the environment."""

from pathlib import Path

from mosaic_backend.config.contexts import CONTEXTS
from mosaic_backend.config.environment import database_settings, environment

MOSAIC = environment()

SECRET_KEY = MOSAIC.secret("django-secret-key")
DEBUG = False
# HAProxy and the private network stand before this; Host decides nothing here but links in the admin.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ROOT_URLCONF = "mosaic_backend.config.urls"
ASGI_APPLICATION = "mosaic_backend.config.asgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["mosaic_backend.config.formats"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING_CONFIG = None
APPEND_SLASH = True  # for the admin; REST paths have no slash at the end

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "mosaic_backend.config.apps.MosaicAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "drf_standardized_errors",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "pgtrigger",
    "procrastinate.contrib.django",
    "mosaic_backend.shared",
    "mosaic_backend.shared.consumer",
    *(f"mosaic_backend.{context}.infrastructure" for context in CONTEXTS),
]

MIDDLEWARE = [
    "mosaic_backend.shared.http.request_ids.RequestIdMiddleware",
    "mosaic_backend.shared.http.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mosaic_backend.shared.http.secure_cookies.SecureCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "mosaic_backend.shared.http.admin_policy.AdminPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],  # before the theme's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": database_settings(MOSAIC.database_url.get_secret_value(), MOSAIC.database_pool_size),
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": MOSAIC.redis_url.get_secret_value(),
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2, "health_check_interval": 15},
        "KEY_PREFIX": "django",
    },
}

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["mosaic_backend.identity.infrastructure.hashers.SmallArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/admin/login/"
SESSION_COOKIE_NAME = "mosaic_admin"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = "/admin"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_PATH = "/admin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MOSAIC.public_url.startswith("https://")
CSRF_TRUSTED_ORIGINS = [MOSAIC.public_url.rstrip("/")]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # no collectstatic: a native installation needs no build step
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "mosaic_backend.identity.interfaces.authentication.PresentUserAuthentication"
    ],
    "DEFAULT_PERMISSION_CLASSES": ["mosaic_backend.shared.http.permissions.HasVerb"],
    "DEFAULT_RENDERER_CLASSES": ["mosaic_backend.shared.http.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "mosaic_backend.shared.http.pagination.IdCursorPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "mosaic_backend.shared.http.exceptions.handle",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "mosaic_backend.shared.http.negotiation.JsonAlways",
    "UNAUTHENTICATED_USER": "mosaic_backend.shared.http.authentication.Nobody",
    "DATETIME_FORMAT": "iso-8601",
    "PAGE_SIZE": 50,
}
DRF_STANDARDIZED_ERRORS = {"NESTED_FIELD_SEPARATOR": "/"}

SPECTACULAR_SETTINGS = {
    "TITLE": "Mosaic",
    "DESCRIPTION": "Cameras, mosaics, detections, plates, clips, alerts and users.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": r"/(api|partner)/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "PREPROCESSING_HOOKS": ["mosaic_backend.shared.http.openapi.public_endpoints"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "mosaic_backend.shared.http.openapi.add_problem_responses",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ClipStateEnum": "mosaic_backend.clips.infrastructure.models.ClipState",
        "ShareStateEnum": "mosaic_backend.clips.infrastructure.sharing.share_models.ShareState",
        "GapKindEnum": "mosaic_backend.clips.domain.ledger.GAP_KINDS",
        "RecordingModeEnum": "mosaic_contracts.internal_api.RECORDING_MODES",
        "LedgerKindEnum": "mosaic_backend.clips.domain.ledger.KINDS",
        "RoleEnum": "mosaic_contracts.permissions.Role",
        "StatusStatusEnum": "mosaic_backend.journeys.interfaces.serializers.CAMERA_STATES",
        "StateStateEnum": "mosaic_backend.cameras.interfaces.state_serializers.STREAM_STATES",
        "TimelineKindEnum": "mosaic_backend.clips.interfaces.timeline_views.SHOWN_KINDS",
    },
}

PROCRASTINATE_ON_APP_READY = None

UNFOLD = {
    "SITE_TITLE": "Mosaic",
    "SITE_HEADER": "Mosaic",
    "SITE_SUBHEADER": "Administration",
    "SITE_URL": "/",
    "SITE_SYMBOL": "grid_view",
    "LOGIN": {"form": "mosaic_backend.identity.interfaces.admin_sign_in.AdminSignInForm"},
    "SIDEBAR": {
        "show_search": True,
        "navigation": "mosaic_backend.config.admin_navigation.navigation",
    },
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
}
