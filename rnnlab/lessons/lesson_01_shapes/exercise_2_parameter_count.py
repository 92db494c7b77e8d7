"""Exercise 1.2: count the parameters of any such network, and what learners write in its place."""

from rnnlab.exercises import Case, Mistake


def count_right(N, T, D, M, K):
    return D * M + M * M + M + M * K + K


def count_cases(rng):
    N, T, D, M, K = (int(size) for size in rng.permutation([4, 5, 7, 11, 13]))
    return [Case("any network", (N, T, D, M, K)), Case("any network", (T, N, K, D, M))]


XOR_FOR_POWER = "**In Python `^` is no power.** It compares two numbers bit by bit. Write `M ** 2`, or `M * M`."


COUNTED_BOTH = ("**Samples and steps are counted.** Every sample and every step meets the same arrays: neither N nor "
                "T is in the count.")

COUNT_MISTAKES = (
    Mistake(lambda N, T, D, M, K: D * M + M * M + M * K,
            "**Both biases are missing.** bh adds M numbers, bo adds K."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M * K + K,
            "**The hidden bias is missing.** bh holds one number for each unit."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + M * K,
            "**The output bias is missing.** bo holds one number for each output."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + 1 + M * K + 1,
            "**Each bias is counted as one number.** There is one for every unit and one for every output."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + M * K + M,
            "**The output bias is counted as M numbers.** bo is added to the outputs: there are K."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + M + M * K + K,
            "**The hidden bias is counted twice.** One bias serves the sum of both products."),
    Mistake(lambda N, T, D, M, K: D * M + M ^ 2 + M + M * K + K, XOR_FOR_POWER),
    Mistake(lambda N, T, D, M, K: D * M + (M ^ 2) + M + M * K + K, XOR_FOR_POWER),
    Mistake(lambda N, T, D, M, K: D * M + M + M * K + K,
            "**The recurrence is missing.** Wh leads from M units to M units."),
    Mistake(lambda N, T, D, M, K: D * M + M + M + M * K + K,
            "**Wh is counted as M numbers.** Every unit hears every unit of the state before: M · M."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M,
            "**The readout is missing.** This is the recurrent layer alone. Wo and bo are trained too."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + D * K + K,
            "**Wo is counted from the features.** The outputs are read from the state: M · K."),
    Mistake(lambda N, T, D, M, K: T * (D * M + M * M + M) + M * K + K,
            "**The steps are counted.** Every step uses the same three arrays again. T is not in the count."),
    Mistake(lambda N, T, D, M, K: T * D * M + M * M + M + M * K + K,
            "**The steps are counted.** Every step uses the same Wx again. T is not in the count."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + T * M + M * K + K,
            "**The steps are counted.** Every step adds the same bias. T is not in the count."),
    Mistake(lambda N, T, D, M, K: N * (D * M + M * M + M + M * K + K),
            "**The samples are counted.** Every sample meets the same five arrays. N is not in the count."),
    Mistake(lambda N, T, D, M, K: N * T * (D * M + M * M + M + M * K + K), COUNTED_BOTH),
    Mistake(lambda N, T, D, M, K: N * T * (D * M + M * M + M) + M * K + K, COUNTED_BOTH),
    Mistake(lambda N, T, D, M, K: N * T * D * M + M * M + M + M * K + K, COUNTED_BOTH),
    Mistake(lambda N, T, D, M, K: N * (D * M + M * M + M) + M * K + K,
            "**The samples are counted.** Every sample meets the same three arrays in the layer. N is not in the "
            "count."),
    Mistake(lambda N, T, D, M, K: N * D * M + M * M + M + M * K + K,
            "**The samples are counted.** Every sample meets the same Wx. N is not in the count."),
    Mistake(lambda N, T, D, M, K: T * (D * M + M * M + M + M * K + K),
            "**The steps are counted.** Every step uses the same arrays again, and the readout too exists once. T is "
            "not in the count."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + T * (M * K + K),
            "**The steps are counted.** The readout exists once, however often it is used. T is not in the count."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + T * M * K + K,
            "**The steps are counted.** Wo exists once, however often it is used. T is not in the count."),
    Mistake(lambda N, T, D, M, K: D * M + T * M * M + M + M * K + K,
            "**The steps are counted.** Every step uses the same Wh again. T is not in the count."),
    Mistake(lambda N, T, D, M, K: T * (D * M + M * M) + M + M * K + K,
            "**The steps are counted.** Every step uses the same Wx and Wh again. T is not in the count."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + M * K + M * K,
            "**The output bias is counted as a matrix.** bo holds one number for each output: K."),
    Mistake(lambda N, T, D, M, K: M * M + M + M * K + K,
            "**The input kernel is missing.** Wx leads from D features to M units: D · M."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + D + M * K + K,
            "**The hidden bias is counted as D numbers.** It is added to the new state: one for each of the M units."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + K + M * K + K,
            "**The hidden bias is counted as K numbers.** It is added to the new state: one for each of the M units."),
    Mistake(lambda N, T, D, M, K: D * M + D * D + M + M * K + K,
            "**Wh is counted from the features.** It leads from the state to the next state: M · M."),
    Mistake(lambda N, T, D, M, K: D * M + M * K + K,
            "**The recurrence and the hidden bias are missing.** Wh leads from M units to M units, and bh holds one "
            "number for each unit."),
    Mistake(lambda N, T, D, M, K: (D + M) + (M + M) + M + (M + K) + K,
            "**Sizes are added where they are multiplied.** A matrix with D rows and M columns holds D · M numbers."),
    Mistake(lambda N, T, D, M, K: 57,
            "**This is the answer for one network,** with D = 3, M = 5, K = 2. Write it with the letters."),
)
