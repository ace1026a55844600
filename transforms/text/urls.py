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
# Source: RFC 1035, 2.3.4: the longest host name, and the longest part of one; no server answers longer addresses.
_MAX_HOST = 253
_MAX_LABEL = 63
_MAX_URL = 8_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_HOST = re.compile(r"^[^\s/?#@<>\"'\\]+$")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"


def canonicalise(url: str | None) -> str | None:
    """One spelling of an absolute http(s) address, None for anything else.

    Host in lower case, no user name, default port, fragment or tracking parameter; other parameters sorted; no slash at the end
    of a path (the root keeps its own); characters outside ASCII percent-encoded in path and query.
    """
    if not url or len(url) > _MAX_URL or _CONTROL.search(url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not _is_host(host) or not ("." in host or ":" in host or host == "localhost"):
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
    if not reference or len(reference) > _MAX_URL:
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
    if not url or len(url) > _MAX_URL or _CONTROL.search(url.strip()):
        return None
    text = url.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname
    except ValueError:
        return None
    host = (host or "").rstrip(".").removeprefix("www.")
    return host if "." in host and _is_host(host) else None


def as_given(url: str | None) -> str | None:
    """An address as a source gave it, without blanks around it; None where no address can be so: control characters
    within, a host or a whole too long, an IPv6 host that is none.
    """
    text = (url or "").strip()
    if not text or len(text) > _MAX_URL or _CONTROL.search(text):
        return None
    try:
        host = urlsplit(text).hostname
    except ValueError:
        return None
    return text if not host or _is_host(host.rstrip(".")) else None


def is_front(url: str) -> bool:
    """Whether the address is a site's front page: no path and no query."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _is_host(host: str) -> bool:
    return len(host) <= _MAX_HOST and max(map(len, host.split("."))) <= _MAX_LABEL and _HOST.match(host) is not None


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES)


def _scalar(text: str) -> str:
    """`text` without lone surrogates, which no address can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
