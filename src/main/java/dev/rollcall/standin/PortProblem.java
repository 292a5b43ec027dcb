package dev.rollcall.standin;

import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.net.LocalNetwork;
import dev.rollcall.text.LiteralAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why a port could not be opened, and what to do about it. */
record PortProblem(InetAddress address, int port, Transport transport, Kind kind, String raw) {
  /** Ends a sentence about an address that {@link LocalNetwork#canSendFrom} denies. */
  static final String UNUSABLE_ADDRESS =
      ": the system does not let this address be used, as it is new (tentative) or another host has"
          + " it too";

  private static final int PRIVILEGED = 1024;

  /** The reason. */
  enum Kind {
    /** Another program listens there. */
    TAKEN,
    /** This user may not open it. */
    PRIVILEGED,
    /** This host does not have the address. */
    FOREIGN,
    /** This host has the address, and may not use it: it is new, or another host has it too. */
    UNUSABLE,
    /** Anything else. */
    OTHER
  }

  /** Reads it from the exception, whose text may be in any language. */
  static PortProblem of(InetAddress address, int port, Transport transport, IOException thrown) {
    String raw = String.valueOf(thrown.getMessage());
    return new PortProblem(address, port, transport, kind(address, port, raw), raw);
  }

  private static Kind kind(InetAddress address, int port, String raw) {
    String text = raw.toLowerCase(Locale.ROOT);
    if (!isOurs(address)) {
      return Kind.FOREIGN;
    }
    if (!LocalNetwork.canSendFrom(address)) {
      return Kind.UNUSABLE;
    }
    if (text.contains("in use")) {
      return Kind.TAKEN;
    }
    if (text.contains("ermission denied") || text.contains("not permitted")) {
      return Kind.PRIVILEGED;
    }
    if (text.contains("address")) {
      return Kind.OTHER;
    }
    // In another language: below 1024 it is more often the permission than another server.
    return port < PRIVILEGED ? Kind.PRIVILEGED : Kind.OTHER;
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }

  /**
   * A message for all of them, one line each, then how to allow what is not allowed.
   *
   * @param os {@code os.name}
   * @param java the path of the java command
   */
  static String say(List<PortProblem> all, String os, String java) {
    StringBuilder text = new StringBuilder("nothing was opened:");
    for (PortProblem trouble : all) {
      text.append("\n  ").append(trouble.line(os));
    }
    List<PortProblem> privileged = all.stream().filter(t -> t.kind == Kind.PRIVILEGED).toList();
    if (!privileged.isEmpty()) {
      text.append(allow(privileged, os, java));
    }
    return text.toString();
  }

  private String line(String os) {
    String at = port + "/" + transport.word() + " on " + LiteralAddress.of(address);
    return switch (kind) {
      case TAKEN -> at + " is taken by another program; to see by which: " + who(os);
      case PRIVILEGED -> at + " may not be opened by this user";
      case FOREIGN -> at + ": this host does not have that address";
      case UNUSABLE -> at + UNUSABLE_ADDRESS;
      case OTHER -> at + ": " + raw;
    };
  }

  private String who(String os) {
    if (os.startsWith("Windows")) {
      return "netstat -ano | findstr :" + port;
    }
    return os.startsWith("Mac")
        ? "sudo lsof -nP -i :" + port
        : "sudo ss -lntup 'sport = :" + port + "'";
  }

  private static String allow(List<PortProblem> privileged, String os, String java) {
    if (!os.startsWith("Linux")) {
      return "\nPorts below 1024 need an administrator here.";
    }
    String lowest =
        privileged.stream()
            .map(PortProblem::port)
            .min(Integer::compare)
            .map(String::valueOf)
            .orElseThrow();
    return List.of(
            "",
            "Ports below 1024 need root or one of these:",
            "  - a systemd unit with AmbientCapabilities=CAP_NET_BIND_SERVICE, or for once:",
            "    sudo systemd-run --pty --uid=$USER -p AmbientCapabilities=CAP_NET_BIND_SERVICE"
                + " COMMAND",
            "  - for every program on this host, until it restarts:",
            "    sudo sysctl net.ipv4.ip_unprivileged_port_start=" + lowest,
            "  - for every Java program of this installation:",
            "    sudo setcap cap_net_bind_service=+ep " + java,
            // A program with capabilities ignores where its libraries lie beside it.
            "    echo "
                + java.replaceFirst("bin/java$", "lib")
                + " | sudo tee /etc/ld.so.conf.d/java.conf && sudo ldconfig")
        .stream()
        .collect(Collectors.joining("\n"));
  }
}
