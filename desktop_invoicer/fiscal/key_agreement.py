"""Whether the key of a document is right, and agrees with what the document says; its check digit does not see all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from desktop_invoicer.domain.access_key import LENGTH, AccessKey, AccessKeyProblem, KeyPart, read_access_key
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import KEY_PROBLEMS
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.fiscal.elements import shown, text_of, unreadable


def broken_key(text: str) -> Iterator[Problem]:
    """Check the key as it stands: in XML neither a mask nor lower case is right."""
    found = read_access_key(text)
    if isinstance(found, AccessKeyProblem):
        yield Problem(KEY_PROBLEMS[found], {"key": shown(text)})
    elif found.text != text:
        yield Problem(ProblemCode.KEY_CHARACTERS, {"key": shown(text)})
    model = AccessKey(text).model
    if len(text) == LENGTH and all(model != known.value for known in DocumentModel):
        yield Problem(ProblemCode.MODEL_UNKNOWN, {"model": model})


def contradicting_parts(key: str, content: Mapping[KeyPart, str]) -> Iterator[Problem]:
    """Compare the parts of the key with what the content says, where it says something."""
    if len(key) != LENGTH:
        return
    for part, told in content.items():
        in_key = key[part.place]
        if told and told != in_key:
            yield _contradiction(part, in_key, told)


def contradicting_keys(key: str, content: Mapping[str, str]) -> Iterator[Problem]:
    """Find other keys where the document's own should stand."""
    for part, told in content.items():
        if told and told != key:
            yield _contradiction(part, key, told)


def other_key(parent: etree._Element, path: str) -> str:
    """Read the key of another document, by which something is found later: it must be one.

    Raises:
        UnreadableDocumentError: it is missing, or is no access key.

    """
    text = text_of(parent, path)
    key = read_access_key(text)
    if not isinstance(key, AccessKey) or key.text != text:
        unreadable(f"{path} {shown(text)!r} is no access key")
    return text


def _contradiction(part: str, key: str, content: str) -> Problem:
    facts = {"part": part, "key": shown(key), "content": shown(content)}
    return Problem(ProblemCode.KEY_CONTRADICTS_CONTENT, facts)
