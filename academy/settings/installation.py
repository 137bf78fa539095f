"""Which installation this is: its environment, folders, keys and addresses."""

from pathlib import Path

from academy import environment as env

ROOT = Path(__file__).resolve().parents[2]

ENVIRONMENT = env.choice("ACADEMY_ENVIRONMENT", ("demo", "test", "production"), "demo")
PRODUCTION = ENVIRONMENT == "production"
IS_DEMO = ENVIRONMENT == "demo"
DEBUG = False

DATA_DIR = env.folder("ACADEMY_DATA_DIR", ROOT / "var")
# A key in the open is right for a demo that holds nobody's data, and refused in production.
SECRET_KEY = env.text("ACADEMY_SECRET_KEY", None if PRODUCTION else "only-for-demo-and-tests")
# Old keys: sessions, reset links and the keys of other systems outlive a change of the secret key.
SECRET_KEY_FALLBACKS = env.words("ACADEMY_SECRET_KEY_FALLBACKS", "")
BASE_URL = env.address("ACADEMY_BASE_URL", None if PRODUCTION else "http://localhost:8000")
# Activity and account IRIs are permanent: they never follow the host of a request.
IRI_BASE = env.address("ACADEMY_IRI_BASE", None if PRODUCTION else "https://akademin.example")
ACADEMY_NAME = env.text("ACADEMY_NAME", "Höglandsakademin")
ALLOWED_HOSTS = env.words("ACADEMY_HOSTS", None if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
