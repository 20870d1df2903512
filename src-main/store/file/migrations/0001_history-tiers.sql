CREATE TABLE `group_slots` (
	`slot_ms` integer NOT NULL,
	`at` integer NOT NULL,
	`model_alias` text NOT NULL,
	`miners` integer NOT NULL,
	`filled` integer NOT NULL,
	`hashrate_hs` real,
	`power_w` real,
	`chip_temp_max_c` real,
	PRIMARY KEY(`slot_ms`, `at`, `model_alias`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `history_blocks` (
	`id` integer PRIMARY KEY NOT NULL,
	`tier` text NOT NULL,
	`miner_key` integer NOT NULL,
	`from_at` integer NOT NULL,
	`rows` integer NOT NULL,
	`is_open` integer NOT NULL,
	`bytes` integer NOT NULL,
	`block` blob NOT NULL,
	FOREIGN KEY (`miner_key`) REFERENCES `miners`(`miner_key`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "is_open_is_boolean" CHECK("history_blocks"."is_open" IN (0, 1))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `history_blocks_by_miner` ON `history_blocks` (`tier`,`miner_key`,`from_at`);--> statement-breakpoint
CREATE INDEX `history_blocks_by_time` ON `history_blocks` (`tier`,`from_at`,`bytes`,`rows`);--> statement-breakpoint
CREATE INDEX `history_blocks_open` ON `history_blocks` (`tier`,`from_at`) WHERE "is_open" = 1;