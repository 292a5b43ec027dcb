package dev.rollcall.run;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.probe.Protocol;
import dev.rollcall.protocol.http.HttpProtocol;
import dev.rollcall.protocol.http.persistence.PersistenceProtocol;
import dev.rollcall.protocol.kerberos.KerberosProtocol;
import dev.rollcall.protocol.ldaps.LdapsProtocol;
import dev.rollcall.protocol.ntp.NtpProtocol;
import dev.rollcall.protocol.smb.SmbProtocol;
import dev.rollcall.protocol.smtp.SmtpProtocol;
import dev.rollcall.protocol.ssh.SshProtocol;
import dev.rollcall.protocol.ssrp.SsrpProtocol;
import dev.rollcall.protocol.tcp.TcpProtocol;
import dev.rollcall.protocol.tds.TdsProtocol;
import dev.rollcall.verdict.advice.Declared;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The protocols that rules may name, and what they declare. */
public final class Protocols implements Declared {
  /** Every protocol there is: the one list of them. */
  public static final Protocols ALL =
      new Protocols(
          HttpProtocol.PLAIN,
          HttpProtocol.TLS,
          new PersistenceProtocol(),
          new KerberosProtocol(),
          new LdapsProtocol(),
          new NtpProtocol(),
          new SmbProtocol(),
          new SmtpProtocol(),
          new SshProtocol(),
          new SsrpProtocol(),
          new TcpProtocol(),
          new TdsProtocol());

  private final Map<String, Protocol<?>> byName = new TreeMap<>();

  /** These protocols. */
  public Protocols(Protocol<?>... protocols) {
    List.of(protocols).forEach(protocol -> byName.put(protocol.name(), protocol));
  }

  /** By the word that catalogues use, in alphabetical order. */
  public Map<String, Protocol<?>> byName() {
    return Collections.unmodifiableMap(byName);
  }

  /** The protocol of that name, if there is one. */
  public Optional<Protocol<?>> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The names of the facts that drift does not compare. */
  public Set<String> volatileFacts() {
    return byName.values().stream()
        .flatMap(protocol -> protocol.volatileFacts().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The names of the facts that hold no name. */
  public Set<String> plainFacts() {
    return byName.values().stream()
        .flatMap(protocol -> protocol.plainFacts().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Map<Clue, String> advice(String protocol) {
    return named(protocol).map(Protocol::advice).orElse(Map.of());
  }

  @Override
  public VisitFacts visitFacts(String protocol) {
    return named(protocol).map(Protocol::visitFacts).orElse(VisitFacts.NONE);
  }
}
