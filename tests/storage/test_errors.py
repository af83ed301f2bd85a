from storage.errors import LayoutError, shortage


def test_what_a_machine_lacks_is_found_beneath_other_errors() -> None:
    wrapped = ValueError("the answer is not whole")
    wrapped.__cause__ = MemoryError()
    assert shortage(wrapped).startswith("out of memory")
    assert shortage(OSError(24, "Too many open files")).startswith("too many files")
    assert shortage(RuntimeError("can't start new thread")).startswith("no thread can be started")
    for error in (
        ImportError("libsqlite3.so.0: failed to map segment from shared object"),
        SystemError("error return without exception set"),
        SystemError("<built-in function loads> returned NULL without setting an exception"),
    ):
        assert shortage(error) == "out of memory"
    assert shortage(ImportError("x.so: cannot open shared object file: Too many open files")).startswith("too many")
    assert not shortage(ImportError("No module named 'x'"))
    assert [shortage(error) for error in (OSError(2, "x"), RuntimeError("x"), ValueError("MemoryError"))] == [""] * 3


def test_a_message_is_one_line_that_somebody_reads():
    told = str(LayoutError("no date in 'a\nb' " + "x" * 5_000))
    assert told.startswith("no date in 'a b' x")
    assert len(told) == 1_001


def test_a_long_chain_of_errors_and_one_in_a_circle_are_followed_once():
    first = last = ValueError("0")
    for number in range(1, 200):
        last.__cause__ = last.__context__ = ValueError(str(number))
        last = last.__cause__
    last.__context__ = first
    assert shortage(first) == ""
    last.__cause__ = MemoryError()
    assert shortage(first) == "out of memory"
