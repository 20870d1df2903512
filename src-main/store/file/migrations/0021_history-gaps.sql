CREATE TABLE `history_gaps` (
	`miner_key` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	PRIMARY KEY(`miner_key`, `from_at`),
	FOREIGN KEY (`miner_key`) REFERENCES `miners`(`miner_key`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
