"""Lesson 1's data: when the Sun rises and sets over Oslo, and how high it stands at noon.

Computed, not measured: declination and equation of time are the Fourier series of J. W. Spencer, "Fourier series
representation of the position of the sun", Search 2(5), 1971, p. 172; the hour of sunrise follows from the spherical
triangle of pole, zenith and Sun, whose centre then stands 0.833° below the horizon. These are facts of nature, which
nobody owns; the code is under the package's licence.
"""

import numpy as np

from rnnlab.validation import check_count

LATITUDE, LONGITUDE, ZONE = 59.91, 10.75, 1  # Oslo: degrees north and east, hours before Greenwich (winter time)
HORIZON = -0.833  # degrees: refraction, and half the Sun's disc


def sun_over_oslo(first_day, days):
    """Sunrise, sunset and the Sun's height at noon over Oslo, for some days in a row.

    Parameters
    ----------
    first_day : int
        The first day, counted from 1 January as 1. A year has 365 days, and day 366 is 1 January again.
    days : int
        How many days.

    Returns
    -------
    numpy.ndarray, shape (days, 3)
        The hour of sunrise and that of sunset, both in winter time, and the height at noon in degrees. The hours are
        right to within a few minutes.

    Raises
    ------
    ValueError
        If `first_day` or `days` is not positive.
    TypeError
        If one of them is not a whole number.
    """
    check_count("first_day", first_day)
    check_count("days", days)
    declination, equation_of_time = _sun(np.arange(first_day, first_day + days))
    latitude = np.radians(LATITUDE)
    noon = 12 + ZONE - LONGITUDE / 15 - equation_of_time
    cosine = ((np.sin(np.radians(HORIZON)) - np.sin(latitude) * np.sin(declination))
              / (np.cos(latitude) * np.cos(declination)))
    half_day = np.degrees(np.arccos(cosine)) / 15
    return np.stack([noon - half_day, noon + half_day, 90 - LATITUDE + np.degrees(declination)], axis=1)


def _sun(day):
    """Declination in radians, and the hours by which a sundial is ahead of a clock."""
    angle = 2 * np.pi * (day - 1) / 365
    cos, sin = np.cos(np.outer((1, 2, 3), angle)), np.sin(np.outer((1, 2, 3), angle))
    declination = (0.006918 + np.array([-0.399912, -0.006758, -0.002697]) @ cos
                   + np.array([0.070257, 0.000907, 0.00148]) @ sin)
    turned = 0.000075 + np.array([0.001868, -0.014615, 0]) @ cos + np.array([-0.032077, -0.040849, 0]) @ sin
    return declination, turned * 12 / np.pi
