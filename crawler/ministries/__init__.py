"""One file a source. Folders that COMMUNIQUE_MINISTRIES names, parted as in PATH, are searched besides this one.

A source travels to the processes that read pages by the names of its module and its functions. Those processes inherit
the environment, so that the module of a user's own ministry is found there as it is here.
"""

import os
from collections.abc import Iterable

VARIABLE = "COMMUNIQUE_MINISTRIES"


def own_folders() -> list[str]:
    """The folders of a user's own ministries, absolute."""
    return [os.path.abspath(folder) for folder in os.environ.get(VARIABLE, "").split(os.pathsep) if folder]


def search(folders: Iterable[str]) -> None:
    """Search `folders` besides the package's own, in this process and in those that it starts from now on."""
    before = own_folders()
    os.environ[VARIABLE] = os.pathsep.join(folders)
    __path__[:] = [*(folder for folder in __path__ if folder not in before), *own_folders()]


__path__.extend(own_folders())
