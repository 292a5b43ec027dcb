package dev.rollcall.report.request.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.report.request.SampleRequests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The fields that real forms for firewall changes ask for, and the columns that fill them. {@code
 * -} is what only the person can say who sends it; {@code text} is in the Markdown and text forms.
 */
class FormsOfOthersTest {
  private static final String FIELDS =
      """
      UNC Charlotte, firewall rule request   | source address or host      | source
      UNC Charlotte, firewall rule request   | protocol                    | protocol
      UNC Charlotte, firewall rule request   | destination address or host | destination
      UNC Charlotte, firewall rule request   | port                        | port
      UNC Charlotte, firewall rule request   | add, modify or delete       | request_type
      UNC Charlotte, firewall rule request   | reason                      | justification
      UNC Charlotte, firewall rule request   | additional notes            | evidence
      UNC Charlotte, firewall rule request   | contact                     | requester
      WSU, firewall change request           | requester's name            | requester
      WSU, firewall change request           | phone                       | -
      WSU, firewall change request           | mail address                | -
      WSU, firewall change request           | department                  | -
      WSU, firewall change request           | type of request             | request_type
      WSU, firewall change request           | category: normal, emergency | priority
      WSU, firewall change request           | date of request             | start
      WSU, firewall change request           | date of change              | start
      WSU, firewall change request           | expiration date             | expiry
      WSU, firewall change request           | rule requested              | destination
      University of Toledo, form 13.1.1a     | requester                   | requester
      University of Toledo, form 13.1.1a     | title, phone, mail address  | -
      University of Toledo, form 13.1.1a     | project                     | -
      University of Toledo, form 13.1.1a     | business justification      | justification
      University of Toledo, form 13.1.1a     | completion date             | start
      University of Toledo, form 13.1.1a     | change type                 | priority
      AlgoSec FireFlow, traffic change       | subject                     | text
      AlgoSec FireFlow, traffic change       | description                 | justification
      AlgoSec FireFlow, traffic change       | requestor                   | requester
      AlgoSec FireFlow, traffic change       | source                      | source
      AlgoSec FireFlow, traffic change       | destination                 | destination
      AlgoSec FireFlow, traffic change       | service                     | service
      AlgoSec FireFlow, traffic change       | application                 | application
      AlgoSec FireFlow, traffic change       | action                      | action
      AlgoSec FireFlow, traffic change       | user                        | -
      AlgoSec FireFlow, traffic change       | devices                     | -
      FireMon Policy Planner, access request | summary                     | text
      FireMon Policy Planner, access request | requester name              | requester
      FireMon Policy Planner, access request | requester mail address      | -
      FireMon Policy Planner, access request | notes                       | evidence
      FireMon Policy Planner, access request | application name            | application
      FireMon Policy Planner, access request | application owner           | -
      FireMon Policy Planner, access request | priority                    | priority
      FireMon Policy Planner, access request | due date                    | start
      FireMon Policy Planner, access request | business need               | justification
      FireMon Policy Planner, access request | external ticket             | ticket
      FireMon Policy Planner, access request | source                      | source
      FireMon Policy Planner, access request | destination                 | destination
      FireMon Policy Planner, access request | service                     | service
      FireMon Policy Planner, access request | action                      | action
      Cortex XSOAR, change management        | summary                     | text
      Cortex XSOAR, change management        | source address              | source
      Cortex XSOAR, change management        | destination address         | destination
      Cortex XSOAR, change management        | destination port            | port
      Cortex XSOAR, change management        | protocol                    | protocol
      Cortex XSOAR, change management        | action                      | action
      Cortex XSOAR, change management        | source and destination zone | -
      """;

  /** Every field that a tool can know is filled, at least two thirds of each form's. */
  @Test
  void oursFillsTheirFields() {
    List<List<String>> csv =
        CsvFormTest.read(
            new String(RequestForm.CSV.render(List.of(SampleRequests.server()), false), UTF_8));
    List<String> row = csv.get(1);
    Map<String, int[]> filled = new TreeMap<>();
    for (String line : FIELDS.lines().toList()) {
      String[] parts = line.split("\\|", -1);
      String column = parts[2].strip();
      int[] count = filled.computeIfAbsent(parts[0].strip(), form -> new int[2]);
      count[1]++;
      if (column.equals("-")) {
        continue;
      }
      count[0]++;
      if (!column.equals("text")) {
        assertTrue(CsvForm.COLUMNS.contains(column), line);
        assertFalse(row.get(CsvForm.COLUMNS.indexOf(column)).isBlank(), line);
      }
    }
    filled.forEach(
        (form, count) ->
            assertTrue(3 * count[0] >= 2 * count[1], form + ": " + count[0] + " of " + count[1]));
  }
}
