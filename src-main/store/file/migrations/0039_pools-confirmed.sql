CREATE TABLE `pool_decisions` (
	`host` text NOT NULL,
	`account` text NOT NULL,
	`is_own` integer NOT NULL,
	`decided_at` integer NOT NULL,
	PRIMARY KEY(`host`, `account`)
) STRICT, WITHOUT ROWID;
