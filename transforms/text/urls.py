"""Web addresses in one spelling, so that one article has one address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING_PREFIXES = (
    *(
        "utm_",
        "at_",
        "guce_",
        "mtm_",
        "pk_",
        "piwik_",
        "hsa_",
        "_hs",
        "ns_",
        "xtor",
        "wt_",
        "wt.",
        "ga_",
        "trk",
        "fb_action_",
        "int_",
    ),
)
_TRACKING = frozenset(
    (
        *(
            "fbclid",
            "gclid",
            "gclsrc",
            "dclid",
            "msclkid",
            "yclid",
            "twclid",
            "ttclid",
            "li_fat_id",
            "gbraid",
            "wbraid",
            "igshid",
            "igsh",
        ),
        *(
            "mc_cid",
            "mc_eid",
            "mkt_tok",
            "_ga",
            "_gl",
            "ref",
            "ref_src",
            "ref_url",
            "referer",
            "referrer",
            "cmp",
            "cmpid",
            "icid",
            "intcid",
        ),
        *(
            "ito",
            "ocid",
            "ncid",
            "smid",
            "smtyp",
            "s_cid",
            "spm",
            "wtmc",
            "guccounter",
            "oref",
            "vero_id",
            "__twitter_impression",
            "__tn__",
        ),
        *(
            "fb_source",
            "campaign_id",
            "campaign",
            "sc_campaign",
            "traffic_source",
            "rss",
            "share",
            "shared",
            "sharetoken",
            "social_share",
        ),
        *("echobox", "soc_src", "soc_trk", "srnd"),
    )
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_HOST = re.compile(r"^[^\s/?#@<>\"'\\]+$")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"


def canonicalise(url: str | None) -> str | None:
    """One spelling of an absolute http(s) address, None for anything else.

    Host in lower case, no user name, default port, fragment or tracking parameter; other parameters sorted; no slash at the end
    of a path (the root keeps its own); characters outside ASCII percent-encoded in path and query.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not _HOST.match(host) or not ("." in host or ":" in host or host == "localhost"):
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    path = _ESCAPE.sub(lambda m: m[0].upper(), quote(_scalar(parts.path), safe=_PATH_SAFE)).rstrip("/") or "/"
    pairs = [(k, v) for k, v in parse_qsl(_scalar(parts.query), keep_blank_values=True) if not _is_tracking(k)]
    return urlunsplit((scheme, host, path, urlencode(sorted(pairs)), ""))


def absolute(reference: str | None, base: str | None) -> str | None:
    """`reference` as an absolute http(s) address, resolved against `base`; None where there is none."""
    if not reference:
        return None
    try:
        joined = urljoin(base or "", reference.strip())
        if urlsplit(joined).scheme.lower() in _DEFAULT_PORTS and urlsplit(joined).hostname:
            return joined
    except ValueError:
        pass
    return None


def domain(url: str | None) -> str | None:
    """The host of an address in lower case, without a leading "www." and without port; also takes a bare host name."""
    if not url:
        return None
    text = url.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname
    except ValueError:
        return None
    host = (host or "").rstrip(".").removeprefix("www.")
    return host if "." in host and _HOST.match(host) else None


def is_front(url: str) -> bool:
    """Whether the address is a site's front page: no path and no query."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES)


def _scalar(text: str) -> str:
    """`text` without lone surrogates, which no address can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
