<?php
declare(strict_types=1);

const THU_MUC_ANH = '/srv/gom/public/anh/sp';

/** Cơ sở dữ liệu của cửa hàng; mở một lần cho mỗi yêu cầu. */
function db(): SQLite3
{
    static $db = null;
    if ($db === null) {
        $db = new SQLite3('/var/lib/gom/cua-hang.db');
        $db->enableExceptions(true);
        $db->busyTimeout(2000);
    }
    return $db;
}

/** Các dòng của một câu hỏi; $values thay cho các dấu hỏi, theo thứ tự. */
function rows(string $sql, array $values = []): array
{
    $statement = db()->prepare($sql);
    foreach (array_values($values) as $index => $value) {
        $statement->bindValue($index + 1, $value);
    }
    $result = $statement->execute();
    for ($rows = []; ($row = $result->fetchArray(SQLITE3_ASSOC)) !== false;) {
        $rows[] = $row;
    }
    return $rows;
}

/** Chữ thường → HTML an toàn. */
function e(string|int $text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/** Một trường của biểu mẫu hay của địa chỉ, luôn là chuỗi. */
function field(array $source, string $name): string
{
    $value = $source[$name] ?? '';
    return is_string($value) ? $value : '';
}

/** Nhân viên đang đăng nhập; ai chưa đăng nhập thì bị đưa về trang đăng nhập. */
function require_staff(): array
{
    session_start();
    if (!isset($_SESSION['nhan_vien'])) {
        header('Location: /quan-tri/dang-nhap.php', true, 303);
        exit;
    }
    return $_SESSION['nhan_vien'];
}

/** Nhân viên có tên và mật khẩu này, nếu tài khoản không bị khoá. */
function staff_by_password(string $account, string $password): ?array
{
    $staff = rows('SELECT * FROM nhan_vien WHERE tai_khoan = ?', [$account])[0] ?? null;
    if ($staff === null || $staff['khoa'] !== 0 || !password_verify($password, (string) $staff['mat_khau'])) {
        return null;
    }
    return ['tai_khoan' => $staff['tai_khoan'], 'ho_ten' => $staff['ho_ten'], 'bo_phan' => $staff['bo_phan']];
}

/** In cả trang. $body là HTML đã an toàn. */
function page(string $title, string $body): void
{
    echo '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>', e($title), ' · Gốm Sơn Trà</title>',
        '<link rel="stylesheet" href="/gom.css"></head><body><header><a href="/">Gốm Sơn Trà</a>',
        '<form action="/tim.php"><input name="q" placeholder="Tìm gốm…"><button>Tìm</button></form></header><main><h1>',
        e($title), '</h1>', $body, '</main><footer>Gốm Sơn Trà, 48 đường Hoàng Sa, Sơn Trà, Đà Nẵng</footer></body></html>';
}

/** Danh sách sản phẩm dưới dạng HTML. */
function product_list(array $products): string
{
    $html = '';
    foreach ($products as $product) {
        $html .= '<li><a href="/san-pham.php?ma=' . e($product['ma']) . '">' . e($product['ten']) . '</a> · làng '
            . e($product['lang']) . ' · ' . number_format($product['gia'], 0, ',', '.') . ' ₫</li>';
    }
    return '<ul>' . $html . '</ul>';
}
