package dev.rollcall.report.request;

import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Vantage;

/**
 * Where traffic comes from.
 *
 * @param address as on the wire; empty if no packet left
 * @param host the name of the host that probed
 */
public record Source(String address, String host, Vantage vantage) {
  static Source of(Run run, String address) {
    return new Source(address, run.origin().host(), run.origin().vantage());
  }

  /** Whether it stands for many hosts: users, jump hosts, the internet. */
  public boolean isExample() {
    return vantage != Vantage.APPSANYWHERE;
  }

  /** {@code desk1 (client)}; a server's name alone. */
  public String name() {
    return isExample() ? host + " (" + vantage.word() + ")" : host;
  }

  /** The address, or the name if no packet left. */
  public String shortest() {
    return address.isEmpty() ? name() : address;
  }

  /** {@code 198.18.5.5 (desk1, client)}. */
  public String full() {
    String from = isExample() ? host + ", " + vantage.word() : host;
    return address.isEmpty() ? name() : address + " (" + from + ")";
  }
}
