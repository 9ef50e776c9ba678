<?php
declare(strict_types=1);
require __DIR__ . '/../src/shop.php';
require __DIR__ . '/../src/staff_page.php';

show_staff_page(require_role('clerk', 'admin'));
