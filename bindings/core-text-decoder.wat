;; Turns the core's text back into the bytes of its module, in place: see tools/core-text.mjs, whose numbers
;; these are. Compiled, it takes a thirtieth of what the same loop takes in JavaScript that a page has just
;; loaded.
(module
  (memory (export "memory") 1 1)
  (func (export "decode") (param $end i32) (result i32)
    (local $in i32)
    (local $out i32)
    (local $code i32)
    (loop $next
      (if (i32.lt_u (local.get $in) (local.get $end))
        (then
          (local.set $code (i32.load8_u (local.get $in)))
          (local.set $in (i32.add (local.get $in) (i32.const 1)))
          ;; A digit: kFirst + kShift = 43 is byte 0.
          (i32.store8 (local.get $out) (i32.sub (local.get $code) (i32.const 43)))
          ;; From kFirst + kDigits on, a mark: kDigits times 1 or 2, and the digit behind it.
          (if (i32.ge_u (local.get $code) (i32.const 125))
            (then
              (i32.store8
                (local.get $out)
                (i32.add
                  (i32.mul (i32.sub (local.get $code) (i32.const 124)) (i32.const 90))
                  (i32.sub (i32.load8_u (local.get $in)) (i32.const 43))))
              (local.set $in (i32.add (local.get $in) (i32.const 1)))))
          (local.set $out (i32.add (local.get $out) (i32.const 1)))
          (br $next))))
    (local.get $out)))
