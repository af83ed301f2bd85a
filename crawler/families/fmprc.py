"""What the pages of China's Foreign Ministry share in every language and design."""

MINISTRY = "Ministry of Foreign Affairs of the People's Republic of China"
# The ministry's site has two names and has answered to both since before 2020.
HOSTS = dict.fromkeys(("mfa.gov.cn", "www.fmprc.gov.cn", "fmprc.gov.cn"), "www.mfa.gov.cn")
