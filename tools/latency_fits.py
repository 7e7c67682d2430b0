#!/usr/bin/env python3
"""Writes engine/sim/profile_fits.cpp: the published latency fits as tables of quantiles.

Floating point is used here, once, and not in the engine. Each table has a point at each place of
the fine scale of engine/sim/latency.h. Run it again only when that scale or a fit changes:

    python3 tools/latency_fits.py > engine/sim/profile_fits.cpp

The fits: Bailis, Venkataraman, Franklin, Hellerstein and Stoica, "Probabilistically Bounded
Staleness for Practical Partial Quorums" (PVLDB 5(8), 2012), table 3: a Pareto body with an
exponential tail, in milliseconds. The exponent of YMMR's write leg is 3.5, which is what the code
had that made the paper's figures; its text prints 3.35.
"""
import math

LOWER_HALVINGS = 8
UPPER_HALVINGS = 20
STEPS = 32
LONGEST = 2.0 ** -26  # the share that the last point leaves out

# Name, comment, share of the Pareto part, its least value, its exponent, rate of the exponential.
FITS = [
    ("kSsd", "LNKD-SSD, every leg", 0.9122, 0.235, 10.0, 1.66),
    ("kDisk", "LNKD-DISK, the write leg", 0.38, 1.05, 1.51, 0.183),
    ("kYmmrWrite", "YMMR, the write leg", 0.939, 3.0, 3.5, 0.0028),
    ("kYmmrOther", "YMMR, the other legs", 0.982, 1.5, 3.8, 0.0217),
]


def shares_slower():
    """The share of messages slower than each point, 1 first."""
    shares = []
    for row in range(LOWER_HALVINGS):
        low = 0.0 if row == 0 else 2.0 ** (row - LOWER_HALVINGS - 1)
        high = 2.0 ** (row - LOWER_HALVINGS)
        shares += [1 - (low + (high - low) * step / STEPS) for step in range(STEPS)]
    for row in range(UPPER_HALVINGS):
        high = 2.0 ** (-1 - row)
        low = 0.0 if row == UPPER_HALVINGS - 1 else high / 2
        shares += [high - (high - low) * step / STEPS for step in range(STEPS)]
    return shares + [LONGEST]


def mixture(pareto, least, exponent, rate):
    def slower(x):
        body = 1.0 if x <= least else (least / x) ** exponent
        return pareto * body + (1 - pareto) * math.exp(-rate * x)

    def quantile(share):
        low, high = 0.0, 1.0
        while slower(high) > share:
            high *= 2
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if slower(middle) > share else (low, middle)
        return low

    return quantile


def write_table(name, comment, numbers):
    print(f"\n// {comment}.")
    print(f"const std::array<std::int64_t, kFinePoints> {name}{{")
    line = ""
    for number in numbers:
        word = f"{number},"
        if len(line + word) > 100:
            print(line)
            line = ""
        line += word
    print(line + "};")


def main():
    print("// Written by tools/latency_fits.py, which says where the fits are from; not edited by")
    print("// hand. Quantiles by the fine scale of latency.h.")
    print('#include "engine/sim/profile_fits.h"')
    print("\n// clang-format off")
    print("namespace caplab::fits {")
    shares = shares_slower()
    for name, comment, *fit in FITS:
        quantile = mixture(*fit)
        write_table(name, comment + "; nanoseconds", [round(quantile(s) * 1e6) for s in shares])
    write_table("kExponential", "Exponential with mean 1; thousand-millionths",
                [round(-math.log(s) * 1e9) for s in shares])
    print("\n}  // namespace caplab::fits")
    print("// clang-format on")


main()
