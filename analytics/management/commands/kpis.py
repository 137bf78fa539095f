"""List and explain key figures, count them again, and publish or purge what organisations share."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from academy.scoping import unscoped
from analytics.kpis import periods
from analytics.kpis.definition import Kpi
from analytics.kpis.registry import KPIS, kpi_by_key
from analytics.models import Revision, Snapshot
from analytics.release.publish import prepare
from analytics.release.recount import actions as marking
from analytics.release.recount import queries
from analytics.release.recount.explain import Explained, explain
from analytics.release.shared import actions as sharing
from analytics.release.shared import queries as shared
from analytics.rollup.actions.turns import Overtaken
from analytics.rollup.fill import fill
from learners.models import Organisation

MOST_TRIES = 5


class Command(BaseCommand):
    help = (
        "List key figures, explain one from its sources, count again, publish shared figures, or purge a published one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare list, explain, refill, snapshot and purge."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="show every key figure with its version, windows and shared tables")
        one = actions.add_parser("explain", help="recompute one figure from its sources; exit code 1 if it differs")
        _window(one)
        one.add_argument("--unit", type=int, metavar="ID", help="of this unit instead of the whole organisation")
        again = actions.add_parser("refill", help="count again: everything, or what is named")
        again.add_argument("--kpi", choices=[kpi.key for kpi in KPIS], help="the months in which it has been counted")
        again.add_argument("--organisation", metavar="SLUG")
        again.add_argument("--period", metavar="2026-11")
        snapshot = actions.add_parser("snapshot", help="publish the shared figures of a period that has ended")
        snapshot.add_argument("federation", metavar="KEY")
        snapshot.add_argument("period", metavar="2026-11")
        snapshot.add_argument("--reason", default="", help="why a correction does not wait for the round of next month")
        purge = actions.add_parser("purge", help="take a wrongly published value out of every snapshot of a period")
        _window(purge)
        purge.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        actions = {
            "list": self._list,
            "explain": self._explain,
            "refill": self._refill,
            "snapshot": self._snapshot,
            "purge": self._purge,
        }
        with unscoped(f"operator: kpis {options['action']}"):
            actions[options["action"]](options)

    def _list(self, options: dict[str, Any]) -> None:
        for kpi in KPIS:
            windows = f"{'+'.join(kpi.dimensions)} by {'+'.join(kpi.grains)}"
            tables = "+".join(kpi.shared_grains) or "not shared"
            measure = f"{kpi.measure.counting} of {kpi.source_kind}"
            self.stdout.write(f"{kpi.key:22} v{kpi.version}  {kpi.title.en:34} {measure:26} {windows:36} {tables}")

    def _explain(self, options: dict[str, Any]) -> None:
        kpi, organisation, period = _asked(options)
        if options["unit"] is not None and options["unit"] not in queries.unit_ids(organisation.pk):
            raise CommandError(f"Unit {options['unit']} is not one of {organisation.slug}'s.")
        found = explain(kpi, organisation.pk, period, options["unit"])
        for line in _explanation(found):
            self.stdout.write(line)
        if not found.is_equal:
            waits = queries.is_waiting(organisation.pk, period)
            raise CommandError(
                "The released figure differs from its sources"
                + (": the window waits to be counted." if waits else ". Nothing waits to be counted: this is a fault.")
            )

    def _refill(self, options: dict[str, Any]) -> None:
        period = _period(options["period"]) if options["period"] else None
        windows = [
            (organisation.pk, month)
            for organisation in queries.organisations(options["organisation"])
            for month in queries.in_period(queries.months_counted(organisation.pk, options["kpi"]), period)
        ]
        if not windows:
            raise CommandError("There is nothing counted of what is named.")
        with click.progressbar(windows, label="Counting again", file=sys.stderr) as shown:
            for organisation_id, month in shown:
                marking.mark_all(
                    organisation_id=organisation_id, unit_ids=queries.unit_ids(organisation_id), month=month
                )
                fill(prepare=prepare, clock=timezone.now)
        while fill(prepare=prepare, clock=timezone.now):
            pass
        self.stdout.write(f"{len(windows)} months of organisations counted again.")

    def _snapshot(self, options: dict[str, Any]) -> None:
        federation, period, now = (
            shared.federation_with(options["federation"]),
            _period(options["period"]),
            timezone.now(),
        )
        if federation is None:
            raise CommandError(f"There is no federation with the key {options['federation']!r}.")
        if periods.is_open(period, now):
            raise CommandError("The period has not ended: shared figures are published when it has.")
        because = options["reason"].strip()
        if not because and shared.latest(federation[0], [period]):
            raise CommandError("The period is published. A correction outside the monthly round needs a --reason.")
        taken = _taken(federation[0], federation[1], period, now, because)
        if taken is None:
            self.stdout.write(
                "Nothing to publish: nobody takes part, nothing has changed, or statements wait to be counted."
            )
        else:
            self.stdout.write(f"Snapshot {taken.number} of {periods.written(period)} published.")

    def _purge(self, options: dict[str, Any]) -> None:
        kpi, organisation, period = _asked(options)
        try:
            made = sharing.purge(
                organisation_id=organisation.pk,
                kpi=kpi.key,
                period=period,
                reason=options["reason"],
                now=timezone.now(),
            )
        except ValueError as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Taken out of {made.figures} snapshots. Files that have been downloaded are not reached.")


def _window(parser: ArgumentParser) -> None:
    parser.add_argument("kpi", choices=[kpi.key for kpi in KPIS])
    parser.add_argument("organisation", metavar="SLUG")
    parser.add_argument("period", metavar="2026-11")


def _asked(options: dict[str, Any]) -> tuple[Kpi, Organisation, int]:
    kpi, organisation = kpi_by_key(options["kpi"]), queries.organisation_with(options["organisation"])
    if kpi is None or organisation is None:
        raise CommandError(f"There is no organisation with the slug {options['organisation']!r}.")
    return kpi, organisation, _period(options["period"])


def _period(text: str) -> int:
    try:
        return periods.read(text)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _taken(federation_id: int, launched_on: date, period: int, now: datetime, because: str) -> Snapshot | None:
    for _ in range(MOST_TRIES):
        try:
            return sharing.take(
                federation_id=federation_id, launched_on=launched_on, period=period, now=now, because=because
            )
        except Overtaken:
            continue
    raise CommandError("Figures are being written all the time; try again.")


def _explanation(found: Explained) -> Iterator[str]:
    kpi = found.kpi
    yield f"{kpi.title.en} ({kpi.key}, version {kpi.version} of the definition)"
    yield f"meaning:     {kpi.meaning.en}"
    yield f"numerator:   {found.numerator}  {kpi.numerator.en}"
    if kpi.is_ratio:
        yield f"denominator: {found.denominator if found.denominator is not None else 'missing'}  {kpi.denominator.en}"
        yield f"formula:     {found.numerator} / {found.denominator or 'missing'} x {kpi.scale}"
    yield f"value:       {found.value if found.value is not None else 'missing'} {kpi.unit.en}"
    if found.released is None:
        yield "released:    nothing"
        return
    released = found.released
    parts = f"{released.numerator}" + (f" / {released.denominator}" if kpi.is_ratio else "")
    yield f"released:    {parts}, version {released.version}, as of {released.as_of.isoformat()}"
    for revision in found.revisions:
        yield f"revision:    {_revised(revision)}"
    yield f"equal:       {'yes' if found.is_equal else 'no'}"


def _revised(row: Revision) -> str:
    before, after = (
        f"{numerator}" + (f" / {denominator}" if denominator is not None else "")
        for numerator, denominator in (
            (row.from_numerator, row.from_denominator),
            (row.to_numerator, row.to_denominator),
        )
    )
    return f"{row.revised_at.isoformat()} version {row.version}: {before} became {after}, {row.reason}"
