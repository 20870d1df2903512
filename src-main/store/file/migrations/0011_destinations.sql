CREATE TABLE `destinations` (
	`destination_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`enabled` integer NOT NULL,
	`url` text NOT NULL,
	`user` text,
	`secret_sealed` text,
	`sample_seconds` integer NOT NULL,
	`since_at` integer,
	`max_kbytes_per_s` integer NOT NULL,
	`created_at` integer NOT NULL,
	`position` text NOT NULL,
	`sent` integer NOT NULL,
	`refused` integer NOT NULL,
	`last_success_at` integer,
	`last_error` text,
	CONSTRAINT "enabled_is_boolean" CHECK("destinations"."enabled" IN (0, 1))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `destinations_id_unique` ON `destinations` (`id`);--> statement-breakpoint
CREATE TABLE `filled_ranges` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`miner_key` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	FOREIGN KEY (`miner_key`) REFERENCES `miners`(`miner_key`) ON UPDATE no action ON DELETE cascade
) STRICT;
