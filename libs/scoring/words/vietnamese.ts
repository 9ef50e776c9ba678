import type { Dictionary } from './dictionary.js';

const states = { up: 'hoạt động', degraded: 'suy giảm', down: 'ngừng hoạt động' };

export const vietnamese: Dictionary = {
  answer: (task) => `Trả lời đúng “${task}”`,
  check: (task) => `Kiểm tra “${task}” đã đạt`,
  checkPart: (task, shares) => `Một phần kiểm tra “${task}” đã đạt (${shares})`,
  observed: (task) => `Đã quan sát thấy “${task}” được thực hiện`,
  grade: (task, shares, submission) => `Điểm chấm cho “${task}” (${shares}), bài nộp ở sự kiện ${submission}`,
  timeBonus: (task, at) => `Thưởng vì giải “${task}” sớm, sau ${at}`,
  firstBlood: (task, place) => `Thưởng vì là đội thứ ${place === 1 ? 'nhất' : place} giải “${task}”`,
  hint: (task, hint) => `Gợi ý “${hint}” của “${task}”`,
  solution: (task) => `Đã xem lời giải của “${task}”; nhiệm vụ không còn cho thêm điểm`,
  service: (service, state, tick) => `“${service}” ${states[state]} ở nhịp ${tick}`,
  sla: (service, percent, target) =>
    `“${service}” hoạt động ${percent} % số nhịp; mức đã cam kết là ${target} %`,
  adjusted: (note) => `Giảng viên điều chỉnh: ${note}`,
  about: (task) => `về “${task}”`,
  points: (points) => `${points} điểm`,
  decayed: (value, full, solves) => `hiện đáng ${value} trên ${full} điểm sau khi ${solves} đội đã giải`,
  late: (by, percent) => `trễ hạn ${by}: −${percent} %`,
  isVoid: 'nhiệm vụ đã bị hủy: không ai được hay mất điểm vì nó',
  bought: 'lời giải đã được xem trước đó nên không được thêm điểm',
  assumed: 'phép dò không xác định được nên tính theo trạng thái biết gần nhất',
  evidence: (sources, isForgeable, seen) =>
    `nguồn ${sources}, ${isForgeable ? 'người học có thể làm giả' : 'bằng chứng mạnh'}: ${seen}`,
  event: (seq, at) => `sự kiện ${seq}, lúc ${at}`,
  hours: (n) => `${n} giờ`,
  minutes: (n) => `${n} phút`,
  seconds: (n) => `${n} giây`,
};
