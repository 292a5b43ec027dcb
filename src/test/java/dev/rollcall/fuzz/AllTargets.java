package dev.rollcall.fuzz;

import dev.rollcall.bundle.BundleFuzzTargets;
import dev.rollcall.catalogue.CatalogueFuzzTargets;
import dev.rollcall.cli.CommandFuzzTargets;
import dev.rollcall.engine.names.NameFuzzTargets;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.history.HistoryFuzzTargets;
import dev.rollcall.plan.PlanFuzzTargets;
import dev.rollcall.probe.ProbeFuzzTargets;
import dev.rollcall.probe.path.PathFuzzTargets;
import dev.rollcall.protocol.http.HttpFuzzTargets;
import dev.rollcall.protocol.kerberos.KerberosFuzzTargets;
import dev.rollcall.protocol.ldaps.LdapsFuzzTargets;
import dev.rollcall.protocol.ntp.NtpFuzzTargets;
import dev.rollcall.protocol.smb.SmbFuzzTargets;
import dev.rollcall.protocol.smtp.SmtpFuzzTargets;
import dev.rollcall.protocol.ssh.SshFuzzTargets;
import dev.rollcall.protocol.ssrp.SsrpFuzzTargets;
import dev.rollcall.protocol.tcp.TcpFuzzTargets;
import dev.rollcall.protocol.tds.TdsFuzzTargets;
import dev.rollcall.report.ReportFuzzTargets;
import dev.rollcall.standin.StandInFuzzTargets;
import java.util.List;
import java.util.stream.Stream;

/** Every target there is: the one list. */
final class AllTargets {
  private AllTargets() {}

  static List<FuzzTarget> all() {
    return Stream.of(
            ProbeFuzzTargets.all(),
            PathFuzzTargets.all(),
            HttpFuzzTargets.all(),
            KerberosFuzzTargets.all(),
            LdapsFuzzTargets.all(),
            NtpFuzzTargets.all(),
            SmbFuzzTargets.all(),
            SmtpFuzzTargets.all(),
            SshFuzzTargets.all(),
            SsrpFuzzTargets.all(),
            TcpFuzzTargets.all(),
            TdsFuzzTargets.all(),
            NameFuzzTargets.all(),
            StandInFuzzTargets.all(),
            CatalogueFuzzTargets.all(),
            PlanFuzzTargets.all(),
            HistoryFuzzTargets.all(),
            ReportFuzzTargets.all(),
            BundleFuzzTargets.all(),
            CommandFuzzTargets.all())
        .flatMap(List::stream)
        .toList();
  }
}
