CREATE TABLE `api_tokens` (
	`token_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`scope` text NOT NULL,
	`secret_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_id_unique` ON `api_tokens` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_secret_hash_unique` ON `api_tokens` (`secret_hash`);--> statement-breakpoint
CREATE TABLE `job_items` (
	`item_key` integer PRIMARY KEY NOT NULL,
	`job_key` integer NOT NULL,
	`miner_id` text NOT NULL,
	`wave` integer,
	`verdict` text NOT NULL,
	`code` text,
	`message` text,
	`before` text,
	`after` text,
	`expect` text,
	`sent` text NOT NULL,
	`own` text,
	`goal` text,
	`kept` text,
	`started_at` integer,
	`finished_at` integer,
	`backup` blob,
	FOREIGN KEY (`job_key`) REFERENCES `jobs`(`job_key`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `job_items_by_miner` ON `job_items` (`job_key`,`miner_id`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`job_key` integer PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`action` text NOT NULL,
	`params` text NOT NULL,
	`allow_untuned` integer NOT NULL,
	`actor` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`undo_of` text,
	`query` text,
	`waves` text NOT NULL,
	`wave` integer NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_job_id_unique` ON `jobs` (`job_id`);--> statement-breakpoint
CREATE INDEX `open_jobs` ON `jobs` (`job_key`) WHERE "finished_at" IS NULL;--> statement-breakpoint
CREATE TABLE `transitions` (
	`model_alias` text NOT NULL,
	`firmware_version` text NOT NULL,
	`from_preset` text NOT NULL,
	`to_preset` text NOT NULL,
	`how` text NOT NULL,
	`seconds` real,
	`power_w` real,
	`hashrate_hs` real,
	`miners` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`model_alias`, `firmware_version`, `from_preset`, `to_preset`)
) STRICT;
