"""Planes of bits against plain lists of yes and no."""

from random import Random

import numpy as np
import pytest

from resource_dir.search.bits import bits_at, counts_in, either, plane_at, planes_of

SIZES = (1, 63, 64, 65, 500)


def some_flags(size, *, columns=16):
    rng = Random(size)
    return np.array([[rng.random() < 0.3 for _ in range(columns)] for _ in range(size)])


def planes(flags):
    return planes_of(np.packbits(flags, axis=1))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("where", [slice(0, 1), np.array([0], dtype=np.int32)])
def test_a_plane_says_of_each_row_what_its_flag_says(size, where):
    flags = some_flags(size)

    said = bits_at(planes(flags)[3], where, size)

    assert said.tolist() == flags[where, 3].tolist()


@pytest.mark.parametrize("size", SIZES)
def test_many_rows_and_few_rows_are_read_alike(size):
    flags = some_flags(size)
    every = np.arange(size, dtype=np.int32)
    few = every[:: max(1, size // 5)]

    assert bits_at(planes(flags)[0], every, size).tolist() == flags[:, 0].tolist()
    assert bits_at(planes(flags)[0], few, size).tolist() == flags[few, 0].tolist()


@pytest.mark.parametrize("size", SIZES)
def test_counting_planes_counts_the_chosen_rows(size):
    flags, stays = some_flags(size), some_flags(size, columns=1)[:, 0]

    counts = counts_in(planes(flags), plane_at(slice(0, size), stays, size))

    assert counts.tolist() == flags[stays].sum(axis=0).tolist()


@pytest.mark.parametrize("size", SIZES)
def test_a_slice_and_its_rows_mark_the_same_plane(size):
    stays = some_flags(size, columns=1)[:, 0]
    rows = np.arange(size, dtype=np.int32)

    by_slice, by_rows = plane_at(slice(0, size), stays, size), plane_at(rows, stays, size)

    assert by_slice.tolist() == by_rows.tolist()


def test_either_of_two_planes_has_the_rows_of_both():
    flags = some_flags(65)

    both = either([planes(flags)[0], planes(flags)[1]])

    assert bits_at(both, slice(0, 65), 65).tolist() == (flags[:, 0] | flags[:, 1]).tolist()


def test_no_plane_has_no_row():
    assert bits_at(either([]), slice(0, 3), 3).tolist() == [False, False, False]
