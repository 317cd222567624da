"""What programs write into the HTML of a mail to mark its parts. Data alone; `markup.py` reads it."""

from __future__ import annotations

import re

from courtesy.model.left_out import LeftOut

NAMED: dict[LeftOut, tuple[str, ...]] = {
    LeftOut.QUOTATION: (
        "moz-cite-prefix",
        "moz-email-headers-table",
        "moz-forward-container",
        "yahoo_quoted",
        "yahoo-quoted",
        "OutlookMessageHeader",
        "divRplyFwdMsg",
        "OLK_SRC_BODY_SECTION",
        "mail-editor-reference-message-container",
        "ms-outlook-mobile-reference-message",
        "zmail_extra",
        "reply-intro",
        "hm_quote",
        "quotedText",
        "tutanota_quote",
        "WM_COMPOSE_QUOTE",
        "quote:div",
        "quoted-content:div",
    ),
    LeftOut.SIGNATURE: (
        "gmail_signature",
        "gmail_signature_prefix",
        "moz-signature",
        "Signature",
        "AppleMailSignature",
        "ms-outlook-mobile-signature",
        "ms-outlook-ios-signature",
        "protonmail_signature_block",
        "protonmail_signature_block-user",
        "protonmail_signature_block-proton",
        "tutanota_signature",
        "yahoo_signature",
        "fastmail-signature",
        "composer_signature",
        "signature_block",
        "mail-signature",
    ),
}
"""Classes, ids and names of elements, or of one tag (`quote:div`). Outlook puts `x_` before those of others."""
BY_NAME = {name.casefold(): kind for kind, names in NAMED.items() for name in names}
REST = frozenset({"appendonsend", "divrplyfwdmsg", "stopspelling", "olk_src_body_section", "replysplit"})
"""Ids from which on all that follows is quoted: programs put the old mail behind such an element, not into it."""
QUOTING = re.compile(r"quote|cite", re.IGNORECASE)
"""In a class or an id of a `blockquote`."""
BORDER = re.compile(r"border(?:-left)?(?:-width|-style)?\s*+:\s*+(?!none|0(?!\.)|medium|initial|unset)", re.IGNORECASE)
UNSEEN = re.compile(
    r"(?:^|[;\s])(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden|mso-hide\s*+:\s*+all|opacity\s*+:\s*+0(?![.\d])"
    r"|font-size\s*+:\s*+0(?:px|pt|em)?\s*+(?:;|!|$)|max-height\s*+:\s*+0(?:px)?\s*+(?:;|!|$)"
    r"|text-decoration(?:-line)?\s*+:[^;]{0,40}line-through)",
    re.IGNORECASE,
)
"""Styles of text that is not there for its reader: previews, and what is struck out."""
STRUCK = frozenset({"del", "s", "strike"})
SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "select", "textarea"})
RAW = frozenset({"script", "style", "title"})
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
CLOSED_BY_ITS_LIKE = frozenset(["p", "li", "td", "th", "tr", "dt", "dd", "option"])
"""Elements whose end may be left out: the next one ends it."""
