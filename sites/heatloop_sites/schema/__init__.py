"""The site file's schema: pydantic models without input or output. `Site` is the whole."""

from heatloop_sites.schema.editor import site_schema
from heatloop_sites.schema.site import Site

__all__ = ["Site", "site_schema"]
