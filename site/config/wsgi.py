import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

# Both roots of imports, wherever the server was started: the project's folder and `site/`, which is no package.
for folder in (Path(__file__).resolve().parents[2], Path(__file__).resolve().parents[1]):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
