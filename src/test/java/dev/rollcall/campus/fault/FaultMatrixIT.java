package dev.rollcall.campus.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every fault at every kind of destination, before the real servers of the campus: status, cause,
 * and who must act. A cell has an address and a name of its own, so that all are probed in few
 * runs.
 */
@Tag("campus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {
  private final FaultMatrix matrix = FaultMatrix.read();

  @AfterAll
  void clearFaults() {
    Campus.up();
  }

  @Test
  void everyCellIsRightInStatusCauseAndOwner() {
    Campus campus = Campus.up();
    campus.fault("matrix");
    Campus.Checked checked =
        campus.check(
            "appliance",
            campus.file("matrix-site.yaml"),
            List.of(),
            "--checks",
            campus.file("matrix.yaml").toString(),
            "--timeout=4s",
            "--parallel=256");
    Map<String, String> came = new TreeMap<>();
    for (RuleResult result : checked.run().results()) {
      String id = result.rule().id();
      came.put(id, FaultMatrix.cell(result.verdict(), matrix.cells().getOrDefault(id, "")));
    }
    System.out.println(
        came.size() + " cells, " + matrix.faults().size() + " faults:\n" + matrix.grid(came));
    assertEquals("", matrix.differences(came));
    assertEquals(matrix.cells().keySet(), came.keySet());
  }

  @Test
  void theTableHasEveryKindAndTwentyOneFaults() {
    assertEquals(11, matrix.kinds().size());
    assertTrue(matrix.faults().size() > 21, matrix.faults().toString());
  }
}
