"""Clusters that may be one: within an upload and against those that are there, each pair with its reasons.

Only pairs that share something are compared (blocks): a country and a trade near each other, a place's name, a name,
or a rare word of the name. Within a large block, records are sorted by name and each is compared with its next
neighbours only, so a file of 100,000 rows from one town stays quick.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from etl.contribution.findings import IntArray
from etl.contribution.keys import word_key
from geo.distances import haversine_km

FloatArray = NDArray[np.float64]
# A cell is some 28 km high: points within about that of each other share one of two grids, shifted by half a cell.
CELL_DEGREES = 0.5
GRIDS = (0.0, 0.25)
# Blocks up to this size are compared in full; in larger ones each record meets this many next neighbours by name.
FULL_BLOCK = 12
NEIGHBOURS = 6
# A word that stands in more names than this of a country tells nothing.
MOST_SHARING_WORD = 12
SHORTEST_WORD = 4
MOST_WORDS = 20
LONGEST_NAME = 200
# Weights add up to 1. With the least score they say: of one trade at one place, unless the names are quite different;
# or nearly one name and close by, or with the same place, whatever the trade.
WEIGHT_NAME, WEIGHT_NEAR, WEIGHT_SECTOR, WEIGHT_PLACE = 0.5, 0.25, 0.15, 0.1
FAR_KM = 50.0
LEAST_SCORE = 0.7
MOST_CANDIDATES = 3
"""Candidates that are told of each row, the likeliest first."""


@dataclass(frozen=True)
class Candidate:
    """A cluster that a row may be.

    Attributes
    ----------
    row
        Row of the upload, from 0.
    cluster_id
        The cluster that is there already; None where it is another row.
    other_row
        The earlier row of the same upload; None where it is there already.
    name
        Name of the other one.
    score
        How alike they are, 0 to 1.
    likeness
        Of the names, 0 to 1.
    distance_km
        Between the points; None where one has none.
    is_same_sector, is_same_place
        Whether trade and the place's name agree.
    """

    row: int
    cluster_id: str | None
    other_row: int | None
    name: str
    score: float
    likeness: float
    distance_km: float | None
    is_same_sector: bool
    is_same_place: bool

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why they may be one, in plain words; the country is always the same."""
        return (
            f"names {self.likeness:.0%} alike",
            *_apart(self.distance_km),
            "same sector" if self.is_same_sector else "another sector",
            *(("same place",) if self.is_same_place else ()),
            "same country",
        )


def _apart(distance_km: float | None) -> tuple[str, ...]:
    if distance_km is None:
        return ()
    if distance_km < 0.1:
        return ("at the same point",)
    return (f"{distance_km:,.{0 if distance_km >= 10 else 1}f} km apart",)


def find_duplicates(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the candidates of each row, by row and then the likeliest first.

    Parameters
    ----------
    rows
        One row per row of the upload that makes a cluster; the index is its number. Columns name, country_iso3,
        place, sector (texts), latitude, longitude (numbers); rows that lack one are compared by what they have.
    known
        The clusters that are there: the same columns and cluster_id.

    Returns
    -------
    pandas.DataFrame
        The fields of :class:`Candidate`; other_row is -1 where the other one is there already.
    """
    columns = ["name", "country_iso3", "place", "sector", "latitude", "longitude"]
    both = pd.concat([known[columns], rows[columns]], ignore_index=True)
    both["name_key"] = [word_key(str(name)[:LONGEST_NAME]).replace("_", " ") for name in both["name"].fillna("")]
    both["place_key"] = [word_key(str(place)) for place in both["place"].fillna("")]
    scores = _score(both, *_pairs(both, len(known)))
    scores = scores[scores["score"] >= LEAST_SCORE].sort_values(
        ["second", "score", "first"], ascending=[True, False, True], kind="stable"
    )
    kept = scores[scores.groupby("second").cumcount() < MOST_CANDIDATES]
    first, second = (kept[name].to_numpy(dtype=np.int64) for name in ("first", "second"))
    numbers = np.concatenate([np.full(len(known), -1, dtype=np.int64), rows.index.to_numpy(dtype=np.int64)])
    ids = np.concatenate([known["cluster_id"].to_numpy(dtype=object), np.full(len(rows), None, dtype=object)])
    return pd.DataFrame(
        {
            "row": numbers[second],
            "cluster_id": ids[first],
            "other_row": numbers[first],
            "name": both["name"].to_numpy(dtype=object)[first],
            "score": kept["score"].round(3).to_numpy(),
            "likeness": kept["likeness"].round(3).to_numpy(),
            "distance_km": kept["distance_km"].round(1).to_numpy(),
            "is_same_sector": kept["is_same_sector"].to_numpy(),
            "is_same_place": kept["is_same_place"].to_numpy(),
        }
    )


def list_candidates(found: pd.DataFrame) -> Iterator[Candidate]:
    """Yield what :func:`find_duplicates` returned as records."""
    for pair in found.to_dict("records"):
        is_known, distance = pair["other_row"] < 0, pair["distance_km"]
        others = {
            "cluster_id": pair["cluster_id"] if is_known else None,
            "other_row": None if is_known else pair["other_row"],
            "distance_km": None if np.isnan(distance) else distance,
        }
        yield Candidate(**{str(name): value for name, value in pair.items()} | others)


def _pairs(both: pd.DataFrame, known: int) -> tuple[IntArray, IntArray]:
    """Return pairs to compare, the earlier record first; the later one is always a row of the upload."""
    order_of_name = np.empty(len(both), dtype=np.int64)
    order_of_name[np.argsort(both["name_key"].to_numpy(dtype=str), kind="stable")] = np.arange(len(both))
    found = [_pairs_in_blocks(members, keys, order_of_name, known) for members, keys in _blocks(both)]
    codes = np.sort(np.concatenate([low * len(both) + high for low, high in found]))
    codes = codes[np.flatnonzero(np.diff(codes, prepend=-1))]
    return codes // len(both), codes % len(both)


def _blocks(both: pd.DataFrame) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield records and the number of the block of each, one way of making blocks after the other."""
    everyone = np.arange(len(both))
    for shift in GRIDS:
        north = np.floor((both["latitude"] + shift) / CELL_DEGREES)
        east = np.floor((both["longitude"] + shift) / CELL_DEGREES)
        has_point = (north.notna() & east.notna()).to_numpy()
        cells = pd.DataFrame({"c": both["country_iso3"], "s": both["sector"], "n": north, "e": east})[has_point]
        yield everyone[has_point], _number(cells)
        yield everyone[has_point], _number(cells[["c", "n", "e"]])
    for key in (["country_iso3", "sector", "place_key"], ["country_iso3", "name_key"]):
        yield everyone, _number(both[key])
    yield _blocks_of_words(both)


def _number(keys: pd.DataFrame) -> IntArray:
    groups = keys.groupby(list(keys.columns), dropna=False, sort=False).ngroup()
    return np.asarray(groups, dtype=np.int64)


def _blocks_of_words(both: pd.DataFrame) -> tuple[IntArray, IntArray]:
    """Return blocks of records of one country whose names share a word that few names have."""
    words = pd.DataFrame(
        {"country": both["country_iso3"], "word": both["name_key"].str.split(" ", n=MOST_WORDS)}
    ).explode("word")
    words = words[words["word"].str.len() >= SHORTEST_WORD]
    numbers = _number(words)
    if not len(numbers):
        return np.empty(0, dtype=np.int64), numbers
    is_rare = np.bincount(numbers)[numbers] <= MOST_SHARING_WORD
    return np.asarray(words.index, dtype=np.int64)[is_rare], numbers[is_rare]


def _pairs_in_blocks(
    members: IntArray, blocks: IntArray, order_of_name: IntArray, known: int
) -> tuple[IntArray, IntArray]:
    """Return pairs within blocks: of neighbours by name, in small blocks of all."""
    order = np.lexsort((order_of_name[members], blocks))
    members, blocks = members[order], blocks[order]
    sizes = np.bincount(blocks)[blocks] if len(blocks) else blocks
    low: list[IntArray] = [np.empty(0, dtype=np.int64)]
    high: list[IntArray] = [np.empty(0, dtype=np.int64)]
    for step in range(1, FULL_BLOCK):
        is_pair = blocks[step:] == blocks[:-step]
        if step > NEIGHBOURS:
            is_pair &= sizes[step:] <= FULL_BLOCK
        one, other = members[:-step][is_pair], members[step:][is_pair]
        earlier, later = np.minimum(one, other), np.maximum(one, other)
        is_new = (later >= known) & (earlier != later)
        low.append(earlier[is_new])
        high.append(later[is_new])
    return np.concatenate(low), np.concatenate(high)


def _score(both: pd.DataFrame, first: IntArray, second: IntArray) -> pd.DataFrame:
    """Return how alike the pairs are that can reach the least score.

    Columns first, second, score, likeness, distance_km, is_same_sector, is_same_place.
    """
    countries, sectors = (pd.factorize(both[name])[0] for name in ("country_iso3", "sector"))
    latitude, longitude = both["latitude"].to_numpy(float), both["longitude"].to_numpy(float)
    distance = haversine_km(longitude[first], latitude[first], longitude[second], latitude[second])
    near = np.nan_to_num(np.clip(1.0 - distance / FAR_KM, 0.0, 1.0))
    is_same_sector = sectors[first] == sectors[second]
    places = pd.factorize(both["place_key"].replace("", None))[0]
    is_same_place = (places[first] == places[second]) & (places[first] >= 0)
    without_name = WEIGHT_NEAR * near + WEIGHT_SECTOR * is_same_sector + WEIGHT_PLACE * is_same_place
    # Names cost most: they are compared only where they can make the difference.
    is_open = (without_name + WEIGHT_NAME >= LEAST_SCORE) & (countries[first] == countries[second])
    first, second = first[is_open], second[is_open]
    names = both["name_key"].to_numpy(dtype=object)
    needed = max(0.0, 100 * (LEAST_SCORE - without_name[is_open].max(initial=0.0)) / WEIGHT_NAME)
    likeness = process.cpdist(
        names[first],
        names[second],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=min(needed, 100.0),
        workers=-1,
        dtype=np.float32,
    )
    likeness = likeness.astype(float) / 100.0
    return pd.DataFrame(
        {
            "first": first,
            "second": second,
            "score": WEIGHT_NAME * likeness + without_name[is_open],
            "likeness": likeness,
            "distance_km": distance[is_open],
            "is_same_sector": is_same_sector[is_open],
            "is_same_place": is_same_place[is_open],
        }
    )
