<?php
return [
    'host' => 'db',
    'user' => 'shop',
    'password' => '{{ shop_db_password }}',
    'database' => 'shop',
];
