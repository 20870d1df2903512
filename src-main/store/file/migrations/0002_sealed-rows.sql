CREATE TABLE `sealed_rows` (
	`kind` text NOT NULL,
	`miner_key` integer NOT NULL,
	`from_at` integer NOT NULL,
	`through_id` integer NOT NULL,
	PRIMARY KEY(`kind`, `miner_key`, `from_at`),
	FOREIGN KEY (`miner_key`) REFERENCES `miners`(`miner_key`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
