<?php
declare(strict_types=1);

// Khách chỉ xem hàng thì không cần phiên làm việc.
if (isset($_COOKIE[session_name()])) {
    session_start();
}

/** Kết nối tới cơ sở dữ liệu của cửa hàng; mở một lần cho mỗi yêu cầu. */
function db(): mysqli
{
    static $db = null;
    if ($db === null) {
        $settings = require '/etc/tramay/config.php';
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
        $db = mysqli_init();
        $db->options(MYSQLI_OPT_CONNECT_TIMEOUT, 3);
        $db->real_connect($settings['host'], $settings['user'], $settings['password'], $settings['database']);
        $db->set_charset('utf8mb4');
    }
    return $db;
}

/** Chữ thường → HTML an toàn. */
function e(string|int $text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/** 185000 → "185.000 ₫" */
function money(int|string $amount): string
{
    return number_format((float) $amount, 0, ',', '.') . ' ₫';
}

/** Một trường của biểu mẫu hay của địa chỉ, luôn là chuỗi. */
function field(array $source, string $name): string
{
    $value = $source[$name] ?? '';
    return is_string($value) ? $value : '';
}

/** Nhân viên đang đăng nhập, hoặc null. */
function current_staff(): ?array
{
    return $_SESSION['staff'] ?? null;
}

/** Mở một phiên mới cho nhân viên vừa đăng nhập. */
function start_staff_session(array $staff): void
{
    if (session_status() !== PHP_SESSION_ACTIVE) {
        session_start();
    }
    session_regenerate_id(true);
    $_SESSION['staff'] = $staff;
}

function require_role(string ...$roles): array
{
    $staff = current_staff();
    if ($staff === null) {
        header('Location: /login.php', true, 303);
        exit;
    }
    if (!in_array($staff['role'], $roles, true)) {
        http_response_code(403);
        page('Không đủ quyền', '<p class="error">Trang này chỉ dành cho quản lý. (Managers only.)</p>');
        exit;
    }
    return $staff;
}

/** Bảng sản phẩm dưới dạng thẻ. */
function product_cards(array $products): string
{
    $html = '';
    foreach ($products as $product) {
        $html .= '<article><h3>' . e($product['name']) . '</h3><p class="origin">' . e($product['origin']) . '</p><p>'
            . e($product['description']) . '</p><p><strong>' . money($product['price']) . '</strong> · còn '
            . e($product['stock']) . '</p></article>';
    }
    return '<div class="cards">' . $html . '</div>';
}

/** In cả trang. $body là HTML đã an toàn. */
function page(string $title, string $body): void
{
    $staff = current_staff();
    require __DIR__ . '/../templates/page.php';
}

set_exception_handler(function (Throwable $error): void {
    error_log((string) $error);
    http_response_code(503);
    page('Tạm ngừng', '<p class="error">Cửa hàng đang bận, mời quý khách quay lại sau ít phút. (Please come back soon.)</p>');
});
