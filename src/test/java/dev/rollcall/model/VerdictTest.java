package dev.rollcall.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
  @Test
  void oneMoreRemarkLeavesAllElseAsItIs() {
    Verdict.Sides sides = new Verdict.Sides("proven (hello)", "denied (svc at db.example)");
    Verdict verdict =
        new Verdict(
            Status.FAIL,
            "denied",
            Optional.of(new Fault(Phase.AUTHENTICATE, FaultKind.DENIED, "login failed")),
            Optional.of(Owner.SERVER),
            "Fix it.",
            List.of("first"),
            Optional.of(sides));
    assertEquals(
        new Verdict(
            verdict.status(),
            verdict.summary(),
            verdict.cause(),
            verdict.owner(),
            verdict.advice(),
            List.of("first", "second"),
            Optional.of(sides)),
        verdict.withRemark("second"));
  }
}
