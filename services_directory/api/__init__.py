"""Our own feed: the directory as Open Referral UK 3.0, for anybody to read (docs/directory.md, “Our own feed”)."""
