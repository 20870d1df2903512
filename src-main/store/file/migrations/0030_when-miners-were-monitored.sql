CREATE TABLE `monitored_spans` (
	`miner_key` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer,
	PRIMARY KEY(`miner_key`, `from_at`),
	FOREIGN KEY (`miner_key`) REFERENCES `miners`(`miner_key`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `monitored_now` ON `monitored_spans` (`miner_key`) WHERE "to_at" IS NULL;--> statement-breakpoint
CREATE TABLE `watched_spans` (
	`from_at` integer PRIMARY KEY NOT NULL,
	`to_at` integer NOT NULL
) STRICT;
