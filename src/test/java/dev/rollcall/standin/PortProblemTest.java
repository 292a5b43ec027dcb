package dev.rollcall.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.net.LocalNetwork;
import dev.rollcall.standin.PortProblem.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortProblemTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private static PortProblem trouble(int port, Transport transport, Kind kind) {
    return new PortProblem(HERE, port, transport, kind, "raw");
  }

  @Test
  void theExceptionSaysWhatIsInTheWay() throws IOException {
    assertEquals(Kind.TAKEN, kind(HERE, 80, "Address already in use (Bind failed)"));
    assertEquals(Kind.PRIVILEGED, kind(HERE, 80, "Permission denied"));
    assertEquals(Kind.PRIVILEGED, kind(HERE, 80, "Keine Berechtigung"));
    assertEquals(Kind.OTHER, kind(HERE, 8080, "etwas anderes"));
    assertEquals(
        Kind.FOREIGN,
        kind(InetAddress.getByName("192.0.2.1"), 80, "Cannot assign requested address"));
  }

  @Test
  void anAddressThatCannotBeUsedIsNotAMatterOfPermission() throws IOException {
    assertTrue(LocalNetwork.canSendFrom(HERE));
    assertFalse(LocalNetwork.canSendFrom(InetAddress.getByName("192.0.2.1")));
    assertEquals(Kind.OTHER, kind(HERE, 80, "Cannot assign requested address"));
  }

  private static Kind kind(InetAddress address, int port, String message) {
    return PortProblem.of(address, port, Transport.TCP, new BindException(message)).kind();
  }

  @Test
  void allPortsAreNamedWithTheirRemedies() {
    String text =
        PortProblem.say(
            List.of(
                trouble(443, Transport.TCP, Kind.PRIVILEGED),
                trouble(88, Transport.UDP, Kind.PRIVILEGED),
                trouble(1433, Transport.TCP, Kind.TAKEN),
                trouble(8443, Transport.TCP, Kind.FOREIGN),
                trouble(8444, Transport.TCP, Kind.UNUSABLE),
                trouble(9443, Transport.TCP, Kind.OTHER)),
            "Linux",
            "/opt/java/bin/java");
    assertEquals(
        """
        nothing was opened:
          443/tcp on 127.0.0.1 may not be opened by this user
          88/udp on 127.0.0.1 may not be opened by this user
          1433/tcp on 127.0.0.1 is taken by another program; to see by which: sudo ss -lntup 'sport = :1433'
          8443/tcp on 127.0.0.1: this host does not have that address
          8444/tcp on 127.0.0.1: the system does not let this address be used, as it is new (tentative) or another host has it too
          9443/tcp on 127.0.0.1: raw
        Ports below 1024 need root or one of these:
          - a systemd unit with AmbientCapabilities=CAP_NET_BIND_SERVICE, or for once:
            sudo systemd-run --pty --uid=$USER -p AmbientCapabilities=CAP_NET_BIND_SERVICE COMMAND
          - for every program on this host, until it restarts:
            sudo sysctl net.ipv4.ip_unprivileged_port_start=88
          - for every Java program of this installation:
            sudo setcap cap_net_bind_service=+ep /opt/java/bin/java
            echo /opt/java/lib | sudo tee /etc/ld.so.conf.d/java.conf && sudo ldconfig\
        """,
        text);
  }

  @Test
  void otherSystemsHaveOtherCommands() {
    List<PortProblem> taken = List.of(trouble(1433, Transport.TCP, Kind.TAKEN));
    assertTrue(
        PortProblem.say(taken, "Windows 11", "java").contains("netstat -ano | findstr :1433"));
    assertTrue(PortProblem.say(taken, "Mac OS X", "java").contains("sudo lsof -nP -i :1433"));
    List<PortProblem> privileged = List.of(trouble(80, Transport.TCP, Kind.PRIVILEGED));
    String mac = PortProblem.say(privileged, "Mac OS X", "java");
    assertTrue(mac.contains("administrator"), mac);
    assertFalse(mac.contains("setcap"), mac);
  }
}
