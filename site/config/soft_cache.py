"""Redis as a cache that may be missing: a dead Redis makes the site slower, and nothing else."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class SoftRedisCache(RedisCache):
    """Every operation answers as an empty cache would when Redis does not answer within a second."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", 1)
        options.setdefault("socket_timeout", 1)
        super().__init__(server, params)

    def _or(self, fallback: Any, operation: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), operation)(*args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("cache unavailable: %s (%s)", operation, type(error).__name__)
            return fallback

    def get(self, key, default=None, version=None):
        return self._or(default, "get", key, default=default, version=version)

    def get_many(self, keys, version=None):
        return self._or({}, "get_many", keys, version=version)

    def set(self, *args, **kwargs):
        return self._or(None, "set", *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._or(list(data), "set_many", data, *args, **kwargs)

    def add(self, *args, **kwargs):
        return self._or(True, "add", *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._or(False, "touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._or(False, "delete", *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._or(None, "delete_many", *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._or(False, "has_key", *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self._or(delta, "incr", key, delta=delta, version=version)

    def clear(self):
        return self._or(None, "clear")
