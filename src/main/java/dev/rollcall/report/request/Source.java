package dev.rollcall.report.request;

import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.rule.Vantage;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where traffic comes from.
 *
 * @param address empty if no packet left, or if it is not known
 * @param host the name of the host
 * @param basis how the address is known
 */
public record Source(String address, String host, Vantage vantage, Basis basis) {

  /** How a source is known. */
  public enum Basis {
    /** From the packets of the host that probed. */
    WIRE,
    /** Likewise, where it is unknown whether that host is a server. */
    UNSURE,
    /** A server in whose place another host probed: from the site file or DNS. */
    SERVER
  }

  static Source of(Run run, String address, Basis basis) {
    return new Source(address, run.origin().host(), run.origin().vantage(), basis);
  }

  /** Whether it stands for many hosts: users, jump hosts, the internet. */
  public boolean isExample() {
    return vantage != Vantage.APPSANYWHERE;
  }

  /** {@code desk1 (client)}; a server's name alone. */
  public String name() {
    return isExample() ? host + " (" + vantage.word() + ")" : host;
  }

  /** The address, or the name if there is none. */
  public String shortest() {
    return address.isEmpty() ? name() : address;
  }

  /** {@code 198.18.5.5 (desk1, client)}. */
  public String full() {
    String from = isExample() ? host + ", " + vantage.word() : host;
    return address.isEmpty() ? name() : address + " (" + from + ")";
  }

  /**
   * The servers of the site that a row is about, where one of them made the check.
   *
   * @param checked the servers that made the check
   * @param others the other servers of the same site files
   */
  public record Peers(List<Servers.Server> checked, List<Servers.Server> others) {
    /** Where no server made the check, or it is not known which. */
    static final Peers NONE = new Peers(List.of(), List.of());

    public Peers {
      checked = List.copyOf(checked);
      others = List.copyOf(others);
    }

    Peers with(Peers more) {
      return new Peers(Lists.union(checked, more.checked), Lists.union(others, more.others));
    }

    /** {@code appsanywhere02.uni.edu (10.1.2.4)}: those from which no run saw the path. */
    public List<String> unchecked() {
      return others.stream()
          .filter(server -> !checked.contains(server))
          .map(
              server ->
                  Stream.concat(Stream.of(server.name()), Sources.literals(server).limit(1))
                      .distinct()
                      .reduce((name, address) -> name + " (" + address + ")")
                      .orElse(""))
          .toList();
    }
  }
}
