"""What is measured of where policies come from, in the text format of Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from prometheus_client import Metric

    from courtesy.serving.served import Figure


class _Figures(Collector):
    """Figures as they are at one time."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        """Each as Prometheus knows it."""
        return _families(self._figures)


def text_of(figures: Sequence[Figure]) -> bytes:
    """The figures as text."""
    return generate_latest(_Figures(figures))


def _families(figures: Sequence[Figure]) -> Iterator[Metric]:
    for figure in figures:
        names = [name for name, _ in next(iter(figure.values), ())]
        kind = CounterMetricFamily if figure.counts else GaugeMetricFamily
        family = kind(figure.name, figure.told, labels=names)
        for labels, value in figure.values.items():
            family.add_metric([label for _, label in labels], value)
        yield family
