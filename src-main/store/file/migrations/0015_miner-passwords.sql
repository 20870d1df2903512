CREATE TABLE `miner_passwords` (
	`miner_password_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`password_sealed` text NOT NULL,
	`added_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `miner_passwords_id_unique` ON `miner_passwords` (`id`);