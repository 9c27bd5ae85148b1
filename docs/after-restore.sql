-- Run once on a database that pg_restore filled, before Lockstep starts on it; docs/operations.md, "Restore", says how.
--
-- The change feed is ordered by the transaction ids of the cluster that wrote it. Another cluster counts from its own
-- start: its new changes would sort before the restored ones, and the followers would never come to them. So the
-- restored changes get an id below every real one, which keeps their order by seq, and each follower is put before the
-- first change that it has not read. It may read some a second time; followers are made for that.

-- pg_restore leaves the search path empty.
set local search_path to public;

lock table changes, change_followers;

update change_followers follower
set xid = '1',
    seq = coalesce(
      (select min(seq) - 1 from changes where (xid, seq) > (follower.xid, follower.seq)),
      (select max(seq) from changes),
      0
    );

update changes set xid = '1';
