<?php
declare(strict_types=1);
require __DIR__ . '/../src/cua-hang.php';

page('Gốm từ ba làng nghề', product_list(rows('SELECT * FROM san_pham ORDER BY ma')));
