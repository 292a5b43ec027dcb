package dev.rollcall.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.engine.rate.Rate;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.protocol.tcp.TcpProtocol;
import dev.rollcall.protocol.tcp.TcpSettings;
import dev.rollcall.sample.RuleBuilder;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateNoteTest {
  private static Plan plan(int rules, Optional<InetAddress> address) {
    List<PlannedRule> planned =
        IntStream.range(0, rules)
            .mapToObj(
                i ->
                    new PlannedRule(
                        RuleBuilder.rule("r" + i).to("host", Port.tcp(1), "tcp").build(),
                        new Work.Probe(
                            new Ask<>(new TcpProtocol(), new TcpSettings()),
                            List.of(
                                new Destination(
                                    new Target("host" + i, Port.tcp(443)), address, true)),
                            Optional.empty(),
                            Optional.empty())))
            .toList();
    return new Plan("test", "Test", Vantage.APPSANYWHERE, planned, List.of());
  }

  @Test
  void aLongRunIsAnnounced() {
    assertEquals(
        Optional.of("1000 destinations at 3/s take about 5 minutes; --rate N/s sets another rate"),
        RateNote.of(plan(1000, Optional.empty()), Rate.USUAL));
    assertEquals(
        Optional.of("200 destinations at 3/s take about 45 s; --rate N/s sets another rate"),
        RateNote.of(plan(200, Optional.empty()), Rate.USUAL));
  }

  @Test
  void othersAreNot() {
    Optional<InetAddress> here = Optional.of(InetAddress.getLoopbackAddress());
    assertEquals(Optional.empty(), RateNote.of(plan(60, Optional.empty()), Rate.USUAL));
    assertEquals(Optional.empty(), RateNote.of(plan(1000, Optional.empty()), Rate.OFF));
    assertEquals(Optional.empty(), RateNote.of(plan(1000, here), Rate.USUAL));
  }
}
