"""What happens in the library, without Gradio: choosing, adding and removing documents, turning to another collection.

Like ``ui.handlers``: every handler takes the session and says which parts of the page change.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from corpus.errors import CollectionBusy, HoidapError
from index.types import OnDisk
from ui.library_view import adding_html, changed_on_disk, collections_list, library, refreshed, retry, scope
from ui.service import Adding, CollectionEntry, Service, Upload
from ui.session import Place, Session
from ui.shelf import notice

if TYPE_CHECKING:
    from ui.handlers import Changes, Handlers, Steps


def library_changes(page: Handlers, session: Session) -> Changes:
    """The collections, the list of documents and which of them are asked, or why they cannot be shown."""
    t, within = page.t, session.place.within
    try:
        service = page.at(session)
        documents = service.documents()
        current = CollectionEntry(service.name, service.title)
        return {
            "collections": collections_list(page.collections.entries(), current, t),
            "documents": library(documents, within, t, read_only=service.read_only, on_disk=session.place.on_disk),
            "scope": scope([info for info in documents if info.id in within], t),
        }
    except HoidapError as error:
        return {"documents": notice(error.message(t.lang), bad=True)}


def asked_within(service: Service, place: Place) -> frozenset[str] | None:
    """The ids of the documents to ask, None for all. Those that are gone meanwhile are left out, and when none is left
    all are asked, as the page then says."""
    if place.within:
        place.within &= {info.id for info in service.documents()}
    return place.within or None


class LibraryHandlers:
    """The library of one chat. ``page`` shows the conversation."""

    def __init__(self, page: Handlers) -> None:
        self.page = page
        self.t = page.t

    def load(self, session: Session) -> Changes:
        """A new page: it stays on the collection that was used last, whatever other pages turn to."""
        session.place.collection = self.page.at(session).name
        return self._shown(session)

    def pick(self, session: Session, data: dict[str, Any]) -> Changes:
        """Chooses a document to be asked, or leaves it out again."""
        place, document = session.place, str(data.get("document", ""))
        place.within = place.within | {document} if data.get("on") == "1" else place.within - {document}
        asked_within(self.page.at(session), place)
        return self._shown(session)

    def unpick(self, session: Session, _: dict[str, Any]) -> Changes:
        """Asks all documents again."""
        session.place.within = frozenset()
        return self._shown(session)

    def turn(self, session: Session, data: dict[str, Any]) -> Changes:
        """Turns to another collection, with a conversation of its own."""
        try:
            service = self.page.collections.use(str(data.get("collection", "")))
        except HoidapError as error:
            return {**self._shown(session), "status": self._bad(error)}
        return {**self._turned(session, service.name), "status": ""}

    def begin(self, _: Session, __: dict[str, Any]) -> Changes:
        """Asks what a new collection is to be called."""
        return {"naming": True}

    def create(self, title: str | None, session: Session) -> Changes:
        """Makes a new collection and turns to it."""
        try:
            service = self.page.collections.create(title or "")
        except HoidapError as error:
            return {"status": self._bad(error)}
        return {**self._turned(session, service.name), "status": notice(self.t("created", name=service.title))}

    def _turned(self, session: Session, name: str) -> Changes:
        """The page on another collection."""
        place = session.place
        place.collection, place.within, place.waiting, place.on_disk = name, frozenset(), (), OnDisk()
        return {**self.page.screen(session.cleared()), "naming": False}

    def remove(self, session: Session, data: dict[str, Any]) -> Changes:
        """Takes a document out of the collection."""
        document = str(data.get("document", ""))
        try:
            service = self.page.at(session)
            title = service.document(document).info.title
            service.remove(document)
        except HoidapError as error:
            return {**self._shown(session), "status": self._bad(error)}
        session.place.within -= {document}
        return {**self._shown(session), "status": notice(self.t("removed", title=title))}

    def upload(self, uploads: Sequence[Upload], session: Session) -> Steps:
        """Adds files, and those that wait, saying how far it has come; ``after`` shows the library as it is then.

        While another program writes nothing is added; the files wait for the person to try again.
        """
        place = session.place
        uploads = (*place.waiting, *uploads)
        place.waiting = ()
        refused: list[HoidapError] = []
        last = Adding(0, len(uploads))
        try:
            for step in self.page.at(session).add(uploads):
                last = step
                if step.error is not None:
                    refused.append(step.error)
                yield {"status": adding_html(last, refused, self.t, finished=False)}
        except CollectionBusy as error:
            place.waiting = uploads
            yield {"status": retry(error.message(self.t.lang), len(uploads), self.t)}
            return
        except HoidapError as error:
            yield {"status": self._bad(error)}
        else:
            place.arrived = "" if last.result is None else last.result.collection
            yield {"status": adding_html(last, refused, self.t, finished=True)}
        _delete(uploads)

    def again(self, session: Session, _: dict[str, Any]) -> Steps:
        """Tries again with the files that wait."""
        if session.place.waiting:
            yield from self.upload((), session)
        else:
            yield {"status": ""}

    def look(self, session: Session) -> Changes:
        """Says which documents' files have changed or are gone and which are new; nothing where all is as it was."""
        place = session.place
        try:
            place.on_disk = self.page.at(session).on_disk()
        except HoidapError as error:
            return {"status": self._bad(error)}
        if not place.on_disk:
            return {}
        return {**library_changes(self.page, session), "status": changed_on_disk(place.on_disk, self.t)}

    def refresh(self, session: Session, _: dict[str, Any]) -> Steps:
        """Reads changed files again and new ones, saying how far it has come; ``after`` shows the library as it is then."""
        service = self.page.at(session)
        refused: list[HoidapError] = []
        last = Adding(0, 0)
        try:
            for step in service.refresh():
                last = step
                if step.error is not None:
                    refused.append(step.error)
                yield {"status": adding_html(last, refused, self.t, finished=False)}
            session.place.on_disk = service.on_disk()
        except HoidapError as error:
            yield {"status": self._bad(error)}
            return
        yield {"status": refreshed(last, refused, session.place.on_disk, self.t)}

    def after(self, session: Session) -> Changes:
        """The page after adding. What was added to the sample went to another collection, and the page goes along."""
        arrived, session.place.arrived = session.place.arrived, ""
        if not arrived:
            return self._shown(session)
        turned = arrived != self.page.at(session).name
        self.page.collections.use(arrived)
        return self._turned(session, arrived) if turned else self._shown(session)

    def _shown(self, session: Session) -> Changes:
        """The library as it is now; the welcome too, whose examples follow the documents."""
        shown = library_changes(self.page, session)
        return shown if session.exchanges else {**shown, "talk": self.page.talk(session)}

    def _bad(self, error: HoidapError) -> str:
        return notice(error.message(self.t.lang), bad=True)


def _delete(uploads: Sequence[Upload]) -> None:
    """Deletes what the browser sent; the collection keeps its own copy."""
    for upload in uploads:
        with suppress(OSError):
            upload.path.unlink()
