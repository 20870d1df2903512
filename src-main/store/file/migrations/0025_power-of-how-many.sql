ALTER TABLE `group_slots` ADD `power_miners` integer;--> statement-breakpoint
-- Of a sum without any power no miner reported it, and of one miner that one did. Of how many miners
-- another sum is was never stored: it stays unknown.
UPDATE `group_slots` SET `power_miners` = CASE WHEN `miners` = 0 OR `power_w` IS NULL THEN 0 ELSE 1 END
WHERE `miners` = 0 OR `power_w` IS NULL OR (`miners` = 1 AND `power_w` >= 1);
