// Made from ../backend-django/openapi.json by `npm run generate`.
export interface paths {
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Says that somebody has seen it. The first one stands; again changes nothing. */
        post: operations["acknowledge_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The work that signing in costs at present; the same for a name that nobody has. */
        get: operations["sign_in_challenge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The public keys with which access tokens can be checked. */
        get: operations["access_token_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ends the session of a refresh token; access tokens of it last at most ten minutes more. */
        post: operations["sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ends all sessions of the user, those of the admin too; access tokens are void at once. */
        post: operations["sign_out_everywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The code of Mosaic's own second factor, where a provider's word is not enough. */
        post: operations["finish_provider_sign_in_by_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/{slug}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Where the provider sends people back. */
        get: operations["finish_provider_sign_in"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/{slug}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Leads to the provider. A browser navigates here; scripts cannot follow. */
        get: operations["begin_provider_sign_in"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The providers by which one may sign in, for buttons. */
        get: operations["sign_in_providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Exchanges a refresh token, once, for a new pair; that of the cookie where the body has none. */
        post: operations["refresh_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whether the user has one. */
        get: operations["get_second_factor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Puts it in force with a first code; tells the recovery codes, this once. */
        post: operations["confirm_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Gives it up; needs password and code. */
        post: operations["disable_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A secret for an authenticator app; by password, since a role may not get in without it. */
        post: operations["begin_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Signs in. Wrong name and wrong password get the same answer, after the same work. */
        post: operations["sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/camera-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Of the cameras that the caller may search; removed ones too. */
        get: operations["list_camera_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/camera-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Writes what was done to the audit log, in the transaction that does it. */
        get: operations["list_camera_groups"];
        put?: never;
        /** @description Writes what was done to the audit log, in the transaction that does it. */
        post: operations["create_camera_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/camera-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Writes what was done to the audit log, in the transaction that does it. */
        get: operations["get_camera_group"];
        /** @description Writes what was done to the audit log, in the transaction that does it. */
        put: operations["replace_camera_group"];
        post?: never;
        /** @description Writes what was done to the audit log, in the transaction that does it. */
        delete: operations["delete_camera_group"];
        options?: never;
        head?: never;
        /** @description Writes what was done to the audit log, in the transaction that does it. */
        patch: operations["change_camera_group"];
        trace?: never;
    };
    "/api/v1/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The cameras that one may see, newest first. */
        get: operations["list_cameras"];
        put?: never;
        /** @description Adds a camera; the other parts take it up by themselves. */
        post: operations["create_camera"];
        delete?: never;
        options?: never;
        head?: never;
        /** @description Changes many cameras alike: all of them, or none where one cannot be. */
        patch: operations["change_cameras"];
        trace?: never;
    };
    "/api/v1/cameras/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Asks the backend's network for ONVIF cameras, once; what answers is listed and not opened. */
        post: operations["discover_cameras"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/onvif/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description What a camera that is not added yet says of itself; nothing is kept. */
        post: operations["probe_onvif"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/posters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description The newest picture that the AI looked at of each camera, small, in one answer for a whole mosaic.
         *
         *     Cameras without one are left out, as are those that one may not see; 404 where none is left to ask about.
         */
        get: operations["list_posters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One camera. */
        get: operations["get_camera"];
        /** @description Replaces what is set; what the body leaves out goes back to its default. */
        put: operations["replace_camera"];
        post?: never;
        /** @description Removes the camera; what was recorded of it stays. */
        delete: operations["delete_camera"];
        options?: never;
        head?: never;
        /** @description Changes what the body names. */
        patch: operations["change_camera"];
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/clone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Adds a camera with the settings of this one, address and credentials included, but for what is sent. */
        post: operations["clone_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Changes of the camera's status, newest first; disturbances too short to count are left out. */
        get: operations["get_camera_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/imaging": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How the camera makes its picture, and what it can be set to. */
        get: operations["get_camera_imaging"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Changes what is named, in the camera itself. */
        patch: operations["change_camera_imaging"];
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/onvif": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The camera's ONVIF account without its password, and what the last look found. */
        get: operations["get_camera_onvif"];
        /** @description Sets where the camera is asked by ONVIF, and as whom. */
        put: operations["set_camera_onvif"];
        post?: never;
        /** @description The camera is no longer asked by ONVIF. */
        delete: operations["delete_camera_onvif"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/onvif/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Asks the camera what it is, and keeps the answer: profiles, whether it moves, how wrong its clock is. */
        post: operations["probe_camera_onvif"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/onvif/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes the streams of profiles as the camera's addresses, with the ONVIF account's user and password. */
        post: operations["choose_camera_streams"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Opens the camera once and tells what it sends, or why it cannot be opened; kept for the main stream. */
        post: operations["probe_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Where the camera looks, what it can do, and who moves it. */
        get: operations["get_ptz_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/absolute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Turns to a position of the camera's range. */
        post: operations["turn_camera_to"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/centre": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Brings a point of the picture to its middle. */
        post: operations["centre_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/goto": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Turns the camera to a preset. */
        post: operations["goto_preset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Takes the camera for some seconds; from somebody else only where one may configure it. */
        put: operations["lock_ptz"];
        post?: never;
        /** @description Lets others move the camera at once. */
        delete: operations["unlock_ptz"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Moves for `hold_s`; sent again before that, it goes on. Whoever vanishes leaves the camera still. */
        post: operations["move_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The positions that the camera keeps. */
        get: operations["list_presets"];
        put?: never;
        /** @description Keeps where the camera looks now, as a new preset or in place of one. */
        post: operations["save_preset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/presets/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Removes a preset from the camera. */
        delete: operations["delete_preset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Moves by so much of the camera's range. */
        post: operations["step_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Stops what moves. */
        post: operations["stop_camera"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/ptz/tours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The tours that the camera keeps; none where it knows no tours. */
        get: operations["list_camera_tours"];
        put?: never;
        /** @description Starts or stops a tour. */
        post: operations["operate_camera_tour"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cameras/{camera_id}/snapshot.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The newest picture that the AI looked at, or what the last probe of the address saw. */
        get: operations["get_snapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_clips"];
        put?: never;
        /** @description Saves a time range; answers at once, with the clip's address in `Location`. */
        post: operations["request_clip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Saves the same time of up to 20 cameras, a clip each; all are taken on or none. */
        post: operations["request_clips"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_clip"];
        put?: never;
        post?: never;
        /**
         * @description Takes a clip away for good, its file and its links too. For who asked for it, and administrators.
         *
         *     Not while it is worked on (`conflict`), under a legal hold (`clip-held`), or once an evidence package was
         *     made of it (`clip-in-evidence`).
         */
        delete: operations["delete_clip"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ends a clip that is queued or being cut; no file stays. For who asked for it, and administrators. */
        post: operations["cancel_clip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The newest package that the asker requested of the clip. */
        get: operations["get_clip_evidence"];
        put?: never;
        /**
         * @description Packs a ready clip as evidence; answers at once.
         *
         *     Reads and detections are in it where the asker may search the camera. The same wish, while it is worked
         *     on, is that one.
         */
        post: operations["request_clip_evidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}/evidence/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The ZIP, whole or by `Range`. */
        get: operations["get_clip_evidence_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The MP4, whole or by `Range`. */
        get: operations["get_clip_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Sets a cookie that gives the clip's files for a quarter of an hour: to a player or a link of a page. */
        post: operations["open_clip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first, those that are over too. */
        get: operations["list_clip_shares"];
        put?: never;
        /** @description Makes a link to a ready clip and the code that opens it. */
        post: operations["share_clip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clips/{clip_id}/shares/{share_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ends a link at once, also for who has it open. Again changes nothing. */
        post: operations["revoke_clip_share"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All sites, groups, schedules and cameras, as a file that can be applied again. */
        get: operations["export_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Applies the file, all or nothing; with `expected`, only if it would do what that plan said. */
        post: operations["apply_config"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description What applying the file would do; every fault in it is told. */
        post: operations["plan_config"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_dashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detection-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Those of cameras of which the user may see alerts. */
        get: operations["list_detection_rules"];
        put?: never;
        post: operations["create_detection_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detection-rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_detection_rule"];
        put?: never;
        post?: never;
        /** @description Its alerts stay. */
        delete: operations["delete_detection_rule"];
        options?: never;
        head?: never;
        /** @description Snoozes it with `snoozed_until`, arms and disarms it with `armed`; null ends a snooze. */
        patch: operations["change_detection_rule"];
        trace?: never;
    };
    "/api/v1/detections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List detections
         * @description A page may have fewer than `limit` items, or none, and still a `next_cursor`.
         *
         *     Each page looks through a bounded number of detections, so a search for what is rare goes on over pages.
         */
        get: operations["list_detections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detections/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description How many detections there are by label, zone, camera and hour, for the filters of the list.
         *
         *     Of so many that counting them would take long the newest 20,000 are looked at: see `complete`.
         */
        get: operations["count_detections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evidence/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The public keys that sign or signed evidence, newest first. */
        get: operations["list_evidence_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who the token stands for, and what that user may do. */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mosaics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own and the shared mosaics; whoever has none gets one with the first four cameras. */
        get: operations["list_mosaics"];
        put?: never;
        /** @description Keeps a new mosaic. */
        post: operations["create_mosaic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mosaics/{mosaic_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One mosaic, with the cameras of it that one may see. */
        get: operations["get_mosaic"];
        /** @description Replaces the mosaic; only its owner or an administrator may. */
        put: operations["replace_mosaic"];
        post?: never;
        /** @description Removes the mosaic; only its owner or an administrator may. */
        delete: operations["delete_mosaic"];
        options?: never;
        head?: never;
        /** @description Changes what the body names. */
        patch: operations["change_mosaic"];
        trace?: never;
    };
    "/api/v1/parking-areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Those of which the user may search every gate. */
        get: operations["list_parking_areas"];
        put?: never;
        post: operations["create_parking_area"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parking-areas/{area_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_parking_area"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parking-areas/{area_id}/occupancy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description How many are inside, now and over time, and how long they stay.
         *
         *     At most 7 days; the last one where nothing is said. Who was not seen going counts for 7 days.
         */
        get: operations["get_parking_occupancy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plate-visitors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Plates that had never been seen before, or came at an hour that is unusual for them.
         *
         *     At most a day; the last 24 hours where nothing is said. What is older than 90 days is forgotten here.
         */
        get: operations["list_plate_visitors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search plate reads */
        get: operations["list_plates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accuracy of plate reads, by camera and week
         * @description By what people said of reads (`PUT /plates/{id}/correction`); weeks without that are left out.
         *
         *     People look at doubtful reads first, so that the accuracy of all reads is likely higher.
         */
        get: operations["list_plate_accuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates/companions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Plates that were seen where and when this one was, weighed against chance.
         *
         *     At most 90 days; the last 30 where nothing is said.
         */
        get: operations["list_plate_companions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All sightings of a plate in visits, newest first: read so, corrected to it, or probably misread. */
        get: operations["get_plate_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates/journey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description The likeliest drive of a plate, with doubtful hops and the cameras that should have seen it.
         *
         *     At most 7 days; the last one where nothing is said.
         */
        get: operations["get_plate_journey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates/{read_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_plate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates/{read_id}/correction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * @description Says what the plate reads. Again does nothing.
         *
         *     The read stays as it was; exact searches find it by both texts, a fuzzy one ranks it by this one. What the
         *     reader of the camera confused counts in the ranking of all its reads.
         */
        put: operations["correct_plate"];
        post?: never;
        /** @description Takes the correction back, and with it the label that it became. Where there is none nothing happens. */
        delete: operations["withdraw_plate_correction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plates/{read_id}/images/{kind}.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A crop as JPEG. It never changes under its key, but a better revision may bring another key. */
        get: operations["get_plate_image"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The spans that were recorded of a camera, oldest first; one that grows is seconds behind. */
        get: operations["list_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The cameras that the caller may configure and that are recorded on events at some time. */
        get: operations["list_event_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description When the room is used up, by what was recorded in the last three days and what its age takes away. */
        get: operations["get_recordings_forecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first, released ones too. */
        get: operations["list_recording_holds"];
        put?: never;
        /** @description Keeps what was, is being and will be recorded of a camera in that time, whatever the limits say. */
        post: operations["place_recording_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/holds/{hold_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Lets the footage go when its time is over. Again changes nothing. */
        post: operations["release_recording_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description The heads of a camera's hours, newest first. An hour whose files came late has several.
         *
         *     They stay when the recordings are gone. Their keys: `GET /api/v1/evidence/keys`.
         */
        get: operations["list_recording_hours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A recorded file that `…/playback` named, by `Range`. */
        get: operations["get_recording_media"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/playback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Where the pictures of a camera are, for at most 15 minutes, and what is not there and why.
         *
         *     Begins with a fragment from which the first instant can be shown.
         */
        get: operations["get_playback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The limits in gigabytes; the days are each camera's `recording.retention_days`. */
        get: operations["get_recordings_retention"];
        /** @description Sets all limits; what is too much then goes within a minute. Ask the simulation first. */
        put: operations["put_recordings_retention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/retention/simulation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description What would go now under these limits; nothing is changed.
         *
         *     With more than 50,000 files it is told to the hour.
         */
        post: operations["simulate_recordings_retention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The key frame before the instant, at most 320 pixels wide; `X-Picture-Time` tells its own. */
        get: operations["get_recording_thumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Every second of up to 64 cameras: recorded, skipped, or missing with its cause.
         *
         *     Of the last day unless asked otherwise. The spans of a camera follow each other, from where its ledger
         *     begins to what is known, seconds ago.
         */
        get: operations["get_recordings_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/plates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Uncertain reads that nobody has corrected, those that are worth most to correct first. */
        get: operations["list_plate_reviews"];
        put?: never;
        /** @description Accepts, corrects or skips up to 500 reads; tells what became of each. The same again does nothing. */
        post: operations["review_plates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Weekly hours that cameras record or look by. */
        get: operations["list_schedules"];
        put?: never;
        /** @description Weekly hours that cameras record or look by. */
        post: operations["create_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What belongs to no group is changed by those who configure everything. */
        get: operations["get_schedule"];
        /** @description What belongs to no group is changed by those who configure everything. */
        put: operations["replace_schedule"];
        post?: never;
        /** @description What belongs to no group is changed by those who configure everything. */
        delete: operations["delete_schedule"];
        options?: never;
        head?: never;
        /** @description What belongs to no group is changed by those who configure everything. */
        patch: operations["change_schedule"];
        trace?: never;
    };
    "/api/v1/shared-clips/{secret}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The MP4, whole or by `Range`, to who has opened the link. */
        get: operations["get_shared_clip_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shared-clips/{secret}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Opens a link with its code: for an hour the cookie that is set gives its file. */
        post: operations["open_shared_clip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Writes what was done to the audit log, in the transaction that does it. */
        get: operations["list_sites"];
        put?: never;
        /** @description Writes what was done to the audit log, in the transaction that does it. */
        post: operations["create_site"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What belongs to no group is changed by those who configure everything. */
        get: operations["get_site"];
        /** @description What belongs to no group is changed by those who configure everything. */
        put: operations["replace_site"];
        post?: never;
        /** @description What belongs to no group is changed by those who configure everything. */
        delete: operations["delete_site"];
        options?: never;
        head?: never;
        /** @description What belongs to no group is changed by those who configure everything. */
        patch: operations["change_site"];
        trace?: never;
    };
    "/api/v1/travel-times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How long vehicles take from one camera to another; the pairs that are driven most come first. */
        get: operations["list_travel_times"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_watchlists"];
        put?: never;
        post: operations["create_watchlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_watchlist"];
        put?: never;
        post?: never;
        delete: operations["delete_watchlist"];
        options?: never;
        head?: never;
        patch: operations["change_watchlist"];
        trace?: never;
    };
    "/api/v1/watchlists/{id}/back-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs the list over the reads of the last days, as if it were armed and valid.
         *
         *     It takes its time: ask the `Location` for it.
         */
        post: operations["back_test_watchlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/back-tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own of this list, newest first. */
        get: operations["list_back_tests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/back-tests/{test_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_back_test"];
        put?: never;
        post?: never;
        /** @description Takes it away; one that runs ends. */
        delete: operations["delete_back_test"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/back-tests/{test_id}/hits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What it found, newest first, with pictures as plate reads have them. */
        get: operations["list_back_test_hits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_watchlist_entries"];
        put?: never;
        /** @description Adds a plate; one that is there already, in whatever spelling, stays as it is. */
        post: operations["add_watchlist_entry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/entries.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The plates as a CSV file, which can be imported again. Cells that look like formulas begin with `'`. */
        get: operations["export_watchlist_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/entries/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_watchlist_entry"];
        put?: never;
        post?: never;
        delete: operations["delete_watchlist_entry"];
        options?: never;
        head?: never;
        patch: operations["change_watchlist_entry"];
        trace?: never;
    };
    "/api/v1/watchlists/{id}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Adds the plates of a CSV file, and changes those that are there to what the file says of them.
         *
         *     Its first line names the columns: text, and note, valid_from, valid_until as wanted.
         */
        post: operations["import_watchlist_entries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Accuracy: {
            items: components["schemas"]["CameraAccuracy"][];
        };
        AcknowledgementRequest: {
            /** @default  */
            note: string;
        };
        /**
         * @description * `create` - create
         *     * `change` - change
         *     * `delete` - delete
         * @enum {string}
         */
        ActionEnum: "create" | "change" | "delete";
        Ai: {
            /** @description Whether pictures may be kept to train models with; not unless somebody says so */
            capture?: boolean;
            classes?: string[];
            /** @default true */
            enabled: boolean;
            /** @default true */
            read_plates: boolean;
            /**
             * Format: uuid
             * @description When to look; null: always
             */
            schedule?: string | null;
            zones?: components["schemas"]["Zone"][];
        };
        AiRequest: {
            /** @description Whether pictures may be kept to train models with; not unless somebody says so */
            capture?: boolean;
            classes?: string[];
            /** @default true */
            enabled: boolean;
            /** @default true */
            read_plates: boolean;
            /**
             * Format: uuid
             * @description When to look; null: always
             */
            schedule?: string | null;
            zones?: components["schemas"]["ZoneRequest"][];
        };
        Alert: {
            readonly acknowledged: boolean;
            /** Format: date-time */
            readonly acknowledged_at: string | null;
            readonly acknowledged_by: string;
            /** Format: uuid */
            readonly camera: string | null;
            readonly camera_name: string | null;
            /** Format: date-time */
            readonly happened_at: string | null;
            /** Format: uuid */
            readonly id: string;
            readonly kind: string;
            /** Format: double */
            readonly likelihood: number | null;
            readonly muted: components["schemas"]["MutedEnum"];
            readonly note: string;
            readonly plate: string;
            /** Format: uuid */
            readonly plate_read: string | null;
            /** Format: date-time */
            readonly raised_at: string;
            /** Format: uuid */
            readonly rule: string | null;
            readonly seen: components["schemas"]["Seen"] | null;
            readonly severity: components["schemas"]["SeverityEnum"];
            readonly title: string;
            /** Format: uuid */
            readonly track: string | null;
            /** Format: uuid */
            readonly watchlist: string | null;
        };
        /**
         * @description * `centre` - centre
         *     * `foot` - foot
         * @enum {string}
         */
        AnchorEnum: "centre" | "foot";
        BackTest: {
            /** Format: date-time */
            covered_from?: string | null;
            /** Format: date-time */
            readonly created_at: string;
            failure?: string;
            /** Format: date-time */
            finished_at?: string | null;
            /** Format: uuid */
            readonly id: string;
            /** Format: double */
            likely_false_below: number;
            /** Format: double */
            min_likelihood: number;
            /** @description How many were given; null: the list's were tried */
            plates: number | null;
            /** Format: double */
            progress?: number;
            requested_by: string;
            /** Format: date-time */
            since: string;
            state: components["schemas"]["BackTestStateEnum"];
            /** @description Null until it is done */
            summary: components["schemas"]["BackTestSummary"] | null;
            truncated?: boolean;
            /** Format: date-time */
            until: string;
            /** Format: uuid */
            watchlist: string;
        };
        BackTestHit: {
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** @description Why it is likely false (unlikely, read-otherwise): too little likelihood, or read as another plate in the same passage; empty where nothing says so */
            doubt: string;
            exact: boolean;
            /** Format: uuid */
            readonly id: string;
            /** @description Null where the read is gone */
            images: components["schemas"]["HitImages"] | null;
            /** Format: double */
            likelihood: number;
            /**
             * @description Why it would have been told nobody
             *
             *     * `` -
             *     * `unarmed` - unarmed
             *     * `snoozed` - snoozed
             *     * `quiet-hours` - quiet-hours
             *     * `cooldown` - cooldown
             */
            muted: components["schemas"]["MutedEnum"] | components["schemas"]["BlankEnum"];
            plate: string;
            /** Format: uuid */
            read: string;
            /** Format: date-time */
            seen_at: string;
            text: string;
        };
        /**
         * @description * `queued` - Queued
         *     * `running` - Running
         *     * `done` - Done
         *     * `failed` - Failed
         * @enum {string}
         */
        BackTestStateEnum: "queued" | "running" | "done" | "failed";
        /** @description Of the hits at cameras that the asker may search. */
        BackTestSummary: {
            /** @description Hits that would have been told */
            alerts: number;
            /** Format: double */
            alerts_per_day: number;
            /** @description Days that have hits */
            days: components["schemas"]["DayOfHits"][];
            exact: number;
            hits: number;
            likely_false: number;
            near: number;
        };
        BackTestWishRequest: {
            /** @default 30 */
            days: number;
            /** @description Plates that need not be saved yet, instead of the list's; at most 1000 */
            entries?: components["schemas"]["TriedPlateRequest"][];
            /**
             * Format: double
             * @description Near matches of less likelihood count as likely false
             * @default 0.2
             */
            likely_false_below: number;
            /**
             * Format: double
             * @description The list's unless given
             */
            min_likelihood?: number;
        };
        /** @enum {unknown} */
        BlankEnum: "";
        BulkAnswer: {
            changed: string[];
            unchanged: string[];
        };
        /** @description A camera as it is told; the address without user and password. */
        Camera: {
            ai: components["schemas"]["Ai"];
            enabled: boolean;
            /** Format: uuid */
            group: string | null;
            /** Format: uuid */
            id: string;
            /** @description How configuration files know it */
            key: string;
            live: components["schemas"]["Live"];
            name: string;
            offline_alarm: boolean;
            position: components["schemas"]["Position"] | null;
            /** @description What the last probe told */
            probe: components["schemas"]["KeptProbe"] | null;
            /** @description Whether it can be moved, as far as ONVIF told */
            ptz: boolean;
            recording: components["schemas"]["Recording"];
            revision: number;
            /** Format: uuid */
            site: string | null;
            /** @description Without user and password */
            source_url: string;
            state: components["schemas"]["State"];
            status: components["schemas"]["Status"];
            /** @description The smaller stream, without user and password */
            sub_url: string | null;
            tags: string[];
        };
        CameraAccuracy: {
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            weeks: components["schemas"]["WeekAccuracy"][];
        };
        CameraCount: {
            count: number;
            name: string | null;
            /** Format: uuid */
            value: string;
        };
        CameraCounts: {
            connecting: number;
            disabled: number;
            error: number;
            idle: number;
            /** @description In error for long enough to count */
            offline: number;
            online: number;
            total: number;
        };
        CameraEvent: {
            /** @description It began or ended; null: it only happened */
            active: boolean | null;
            /** Format: uuid */
            camera: string;
            readonly camera_name: string | null;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["CameraEventKindEnum"];
            /** Format: date-time */
            occurred_at: string;
            /** @description What of the camera told it */
            source: {
                [key: string]: string;
            };
            /** @description The camera's own word for it */
            topic: string;
        };
        /**
         * @description * `motion` - motion
         *     * `input` - input
         *     * `line-crossing` - line-crossing
         *     * `tamper` - tamper
         *     * `other` - other
         * @enum {string}
         */
        CameraEventKindEnum: "motion" | "input" | "line-crossing" | "tamper" | "other";
        /** @description A camera as an administrator sends it; what is left out of a PATCH stays. */
        CameraInputRequest: {
            ai?: components["schemas"]["AiRequest"];
            /** @default true */
            enabled: boolean;
            /** Format: uuid */
            group?: string | null;
            /** @description Unique; its id unless given */
            key?: string;
            live?: components["schemas"]["LiveRequest"];
            name: string;
            /** @description True unless given */
            offline_alarm?: boolean;
            position?: components["schemas"]["PositionRequest"] | null;
            recording?: components["schemas"]["RecordingRequest"];
            /** Format: uuid */
            site?: string | null;
            /** @description Credentials are kept and never returned; sent back without them, they stay */
            source_url: string;
            /** @description A smaller stream of the same picture; credentials as in source_url */
            sub_url?: string | null;
            tags?: string[];
        };
        CameraLimit: {
            /** Format: uuid */
            camera: string;
            /** Format: double */
            max_gigabytes: number;
        };
        CameraLimitRequest: {
            /** Format: uuid */
            camera: string;
            /** Format: double */
            max_gigabytes: number;
        };
        CameraStock: {
            bytes: number;
            bytes_per_day: number;
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
        };
        CameraTimeline: {
            /** Format: uuid */
            camera: string;
            spans: components["schemas"]["TimelineSpan"][];
        };
        /**
         * @description * `off` - off
         *     * `schedule` - schedule
         *     * `disabled` - disabled
         *     * `no-event` - no-event
         *     * `camera-offline` - camera-offline
         *     * `disk` - disk
         *     * `restart` - restart
         *     * `overload` - overload
         *     * `clock` - clock
         *     * `starting` - starting
         *     * `retention` - retention
         *     * `unreadable` - unreadable
         *     * `unknown` - unknown
         * @enum {string}
         */
        CauseEnum: "off" | "schedule" | "disabled" | "no-event" | "camera-offline" | "disk" | "restart" | "overload" | "clock" | "starting" | "retention" | "unreadable" | "unknown";
        /**
         * @description * `corrected` - corrected
         *     * `read` - read
         *     * `probable` - probable
         * @enum {string}
         */
        CertaintyEnum: "corrected" | "read" | "probable";
        /** @description Null where no work is asked for. */
        Challenge: {
            algorithm: string;
            /** @description Hex SHA-256 of the salt followed by the number */
            challenge: string;
            max_number: number;
            salt: string;
            signature: string;
        };
        ChallengeAnswer: {
            challenge: components["schemas"]["Challenge"] | null;
        };
        /** @description What many cameras can be given alike; what is left out stays. */
        ChangesRequest: {
            add_tags?: string[];
            ai?: components["schemas"]["AiRequest"];
            enabled?: boolean;
            /** Format: uuid */
            group?: string | null;
            live?: components["schemas"]["LiveRequest"];
            offline_alarm?: boolean;
            recording?: components["schemas"]["RecordingRequest"];
            remove_tags?: string[];
            /** Format: uuid */
            site?: string | null;
            /** @description Instead of those that are there */
            tags?: string[];
        };
        /**
         * @description A saved time range.
         *
         *     `pieces`: what the file shows, null until it is ready. `changes_at`: from then on the camera's stream was
         *     another one (as when its size changes); what came then is the clip `continued_in`, in the same group.
         */
        Clip: {
            /** Format: uuid */
            camera: string;
            readonly camera_name: string | null;
            /** Format: date-time */
            readonly changes_at: string | null;
            /** Format: uuid */
            readonly continued_in: string | null;
            readonly detail: string;
            readonly exact: boolean;
            /** @description Where the MP4 is, once it is ready. */
            readonly file: string | null;
            /** Format: date-time */
            readonly finished_at: string | null;
            /** Format: date-time */
            readonly from: string;
            gaps: components["schemas"]["Gap"][] | null;
            /** Format: uuid */
            readonly group: string | null;
            /** Format: uuid */
            readonly id: string;
            /** @description Whether the asker may, now. */
            readonly may_cancel: boolean;
            /** @description Whether it is the asker's to delete. */
            readonly may_delete: boolean;
            /**
             * @description How much of it was encoded anew.
             *
             *     * `copied` - copied
             *     * `smart` - smart
             *     * `encoded` - encoded
             */
            method: components["schemas"]["MethodEnum"] | components["schemas"]["BlankEnum"];
            pieces: components["schemas"]["Piece"][] | null;
            /** @description In a hundred. */
            progress: number;
            readonly reason: string;
            /** Format: date-time */
            readonly requested_at: string;
            readonly requested_by: string;
            readonly sha256: string;
            readonly size_bytes: number | null;
            stage: components["schemas"]["StageEnum"];
            state: components["schemas"]["ClipStateEnum"];
            readonly title: string;
            /** Format: date-time */
            readonly to: string;
        };
        /** @description group: null where it is of one camera. */
        ClipGroup: {
            /** Format: uuid */
            group: string | null;
            items: components["schemas"]["Clip"][];
        };
        /**
         * @description `from` and `to`: what to save, at most an hour, up to now.
         *
         *     `exact`: from its first picture to its last; else it begins with the key frame before, and nothing is encoded.
         */
        ClipRequestRequest: {
            /** Format: uuid */
            camera: string;
            exact?: boolean;
            /** Format: date-time */
            from: string;
            title?: string;
            /** Format: date-time */
            to: string;
        };
        /**
         * @description * `queued` - Queued
         *     * `running` - Running
         *     * `ready` - Ready
         *     * `failed` - Failed
         *     * `cancelled` - Cancelled
         * @enum {string}
         */
        ClipStateEnum: "queued" | "running" | "ready" | "failed" | "cancelled";
        /** @description The same time of several cameras: a clip each, in one group. */
        ClipsRequestRequest: {
            cameras: string[];
            exact?: boolean;
            /** Format: date-time */
            from: string;
            title?: string;
            /** Format: date-time */
            to: string;
        };
        CodeRequest: {
            code: string;
        };
        /**
         * @description trips: on which they met; expected: of these by chance.
         *
         *     p_value: of as many trips by chance, times the plates that were tried.
         */
        Companion: {
            cameras: number;
            /** Format: double */
            expected: number;
            /** Format: double */
            lift: number;
            meetings: components["schemas"]["Meeting"][];
            /** Format: double */
            p_value: number;
            plate: string;
            trips: number;
        };
        /** @description Least likely by chance first. sightings: of the plate that were looked around. */
        Companions: {
            items: components["schemas"]["Companion"][];
            sightings: number;
            truncated: boolean;
        };
        ConfirmRequest: {
            code: string;
            password: string;
            /**
             * @description The solved challenge, after an answer with code proof-required
             * @default
             */
            proof: string;
            username: string;
        };
        Control: {
            /**
             * Format: double
             * @description A move stops after this, unless it is sent again
             */
            hold_s: number;
            lock: components["schemas"]["Lock"] | null;
        };
        CorrectionInputRequest: {
            /** @default  */
            reason: string;
            /** @description What the plate reads; the text that was read confirms it */
            text: string;
        };
        Counts: {
            change: number;
            create: number;
            delete: number;
            unchanged: number;
        };
        CredentialsRequest: {
            password: string;
            /**
             * @description The solved challenge, after an answer with code proof-required
             * @default
             */
            proof: string;
            username: string;
        };
        /** @description What the role may not see is null. */
        Dashboard: {
            alerts_unacknowledged: number | null;
            cameras: components["schemas"]["CameraCounts"];
            offline_cameras: components["schemas"]["OfflineCamera"][];
            reads_per_hour: components["schemas"]["HourOfReads"][] | null;
            recent_reads: components["schemas"]["RecentRead"][] | null;
        };
        DayOfHits: {
            alerts: number;
            /**
             * Format: date
             * @description UTC
             */
            day: string;
            hits: number;
        };
        /**
         * @description * `mon` - mon
         *     * `tue` - tue
         *     * `wed` - wed
         *     * `thu` - thu
         *     * `fri` - fri
         *     * `sat` - sat
         *     * `sun` - sun
         * @enum {string}
         */
        DaysEnum: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
        /**
         * @description * `accept` - accept
         *     * `correct` - correct
         *     * `skip` - skip
         * @enum {string}
         */
        DecisionEnum: "accept" | "correct" | "skip";
        /** @description What a camera says of itself. */
        Description: {
            /**
             * Format: double
             * @description How far its clock is ahead; null: it does not tell
             */
            clock_offset_s: number | null;
            firmware: string;
            imaging: boolean;
            manufacturer: string;
            model: string;
            profiles: components["schemas"]["Profile"][];
            /** @description Null: it cannot be moved */
            ptz: components["schemas"]["PtzAbilities"] | null;
        };
        /** @description One object in one frame; `box` is (x, y, width, height) in shares of the picture. */
        Detection: {
            /** @description x, y, width, height in shares of the picture, origin top left */
            box: number[];
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** Format: date-time */
            captured_at: string;
            /** Format: double */
            confidence: number;
            engine: string;
            frame: components["schemas"]["SeenFrame"];
            /** Format: uuid */
            id: string;
            label: string;
            /** Format: uuid */
            track_id: string | null;
            zones: string[];
        };
        /** @description `camera` and `kind` are said when the rule is made, and stay. `problem`: why it watches nothing. */
        DetectionRule: {
            above?: number | null;
            /**
             * @description Which point of a box tells where the thing is
             *
             *     * `centre` - centre
             *     * `foot` - foot
             */
            anchor?: components["schemas"]["AnchorEnum"];
            /** @description Without it alerts are kept as muted ones, and nobody is told */
            armed?: boolean;
            /** Format: uuid */
            camera: string;
            readonly camera_name: string | null;
            /**
             * Cooldown in seconds
             * @description Told once in so many seconds: a list of the same plate at the same camera, a rule of anything
             */
            cooldown_s?: number;
            /** Format: date-time */
            readonly created_at: string;
            critical_ignores_quiet_hours?: boolean;
            /**
             * @description Across the line to its left or right, for somebody who walks along it
             *
             *     * `either` - either
             *     * `left` - left
             *     * `right` - right
             */
            direction?: components["schemas"]["DetectionRuleDirectionEnum"];
            /** @description Whether it watches at all */
            enabled?: boolean;
            /** Format: uuid */
            readonly id: string;
            kind: components["schemas"]["DetectionRuleKindEnum"];
            labels?: string[];
            line?: number[] | null;
            /** Format: double */
            min_confidence?: number;
            name: string;
            note?: string;
            readonly problem: string | null;
            /** @description When nobody is told; empty: never */
            quiet_hours?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            reason?: string;
            /** @description When it watches; empty: always */
            schedule?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            seconds?: number | null;
            severity?: components["schemas"]["SeverityEnum"];
            /** Format: date-time */
            snoozed_until?: string | null;
            /** Format: date-time */
            readonly updated_at: string;
            /** Format: date-time */
            valid_from?: string | null;
            /**
             * Format: date-time
             * @description Not counted in
             */
            valid_until?: string | null;
            /** @description The name of a zone of the camera; empty: the whole picture */
            zone?: string;
        };
        /**
         * @description * `either` - either
         *     * `left` - left
         *     * `right` - right
         * @enum {string}
         */
        DetectionRuleDirectionEnum: "either" | "left" | "right";
        /**
         * @description * `object-in-zone` - object-in-zone
         *     * `line-crossing` - line-crossing
         *     * `loitering` - loitering
         *     * `count-above` - count-above
         *     * `absence` - absence
         * @enum {string}
         */
        DetectionRuleKindEnum: "object-in-zone" | "line-crossing" | "loitering" | "count-above" | "absence";
        /** @description `camera` and `kind` are said when the rule is made, and stay. `problem`: why it watches nothing. */
        DetectionRuleRequest: {
            above?: number | null;
            /**
             * @description Which point of a box tells where the thing is
             *
             *     * `centre` - centre
             *     * `foot` - foot
             */
            anchor?: components["schemas"]["AnchorEnum"];
            /** @description Without it alerts are kept as muted ones, and nobody is told */
            armed?: boolean;
            /** Format: uuid */
            camera: string;
            /**
             * Cooldown in seconds
             * @description Told once in so many seconds: a list of the same plate at the same camera, a rule of anything
             */
            cooldown_s?: number;
            critical_ignores_quiet_hours?: boolean;
            /**
             * @description Across the line to its left or right, for somebody who walks along it
             *
             *     * `either` - either
             *     * `left` - left
             *     * `right` - right
             */
            direction?: components["schemas"]["DetectionRuleDirectionEnum"];
            /** @description Whether it watches at all */
            enabled?: boolean;
            kind: components["schemas"]["DetectionRuleKindEnum"];
            labels?: string[];
            line?: number[] | null;
            /** Format: double */
            min_confidence?: number;
            name: string;
            note?: string;
            /** @description When nobody is told; empty: never */
            quiet_hours?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            reason?: string;
            /** @description When it watches; empty: always */
            schedule?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            seconds?: number | null;
            severity?: components["schemas"]["SeverityEnum"];
            /** Format: date-time */
            snoozed_until?: string | null;
            /** Format: date-time */
            valid_from?: string | null;
            /**
             * Format: date-time
             * @description Not counted in
             */
            valid_until?: string | null;
            /** @description The name of a zone of the camera; empty: the whole picture */
            zone?: string;
        };
        DiscoveryRequest: {
            /**
             * Format: double
             * @default 3
             */
            timeout_s: number;
        };
        /**
         * @description * `ai` - ai
         *     * `broker` - broker
         *     * `consumer` - consumer
         *     * `waiting` - waiting
         *     * `dead-letters` - dead-letters
         *     * `clock` - clock
         *     * `unwatched` - unwatched
         *     * `not-asked` - not-asked
         *     * `offline` - offline
         * @enum {string}
         */
        DoubtEnum: "ai" | "broker" | "consumer" | "waiting" | "dead-letters" | "clock" | "unwatched" | "not-asked" | "offline";
        Enrolment: {
            /** @description otpauth:// */
            address: string;
            /** @description The address as a QR code */
            qr_svg: string;
            /** @description Base32 */
            secret: string;
        };
        /** @description What keeps footage of a camera that is recorded on events, and how much before and after each. */
        EventSettings: {
            /** @default 10 */
            after_s: number;
            /** @default 10 */
            before_s: number;
            /**
             * @description What the camera tells of by itself (ONVIF)
             * @default false
             */
            camera_events: boolean;
            /** @default true */
            detections: boolean;
            labels?: string[];
            /**
             * @description Every plate read
             * @default true
             */
            plates: boolean;
            /**
             * @description Plate reads that a watch list asks for
             * @default true
             */
            watch_lists: boolean;
            zones?: string[];
        };
        /** @description What keeps footage of a camera that is recorded on events, and how much before and after each. */
        EventSettingsRequest: {
            /** @default 10 */
            after_s: number;
            /** @default 10 */
            before_s: number;
            /**
             * @description What the camera tells of by itself (ONVIF)
             * @default false
             */
            camera_events: boolean;
            /** @default true */
            detections: boolean;
            labels?: string[];
            /**
             * @description Every plate read
             * @default true
             */
            plates: boolean;
            /**
             * @description Plate reads that a watch list asks for
             * @default true
             */
            watch_lists: boolean;
            zones?: string[];
        };
        /** @description doubt: why everything stays; judged_until: where the footage begins of which nothing is decided yet. */
        EventWatch: {
            /** Format: uuid */
            camera: string;
            /**
             * @description Null: what nothing was seen in goes
             *
             *     * `ai` - ai
             *     * `broker` - broker
             *     * `consumer` - consumer
             *     * `waiting` - waiting
             *     * `dead-letters` - dead-letters
             *     * `clock` - clock
             *     * `unwatched` - unwatched
             *     * `not-asked` - not-asked
             *     * `offline` - offline
             */
            doubt: components["schemas"]["DoubtEnum"] | components["schemas"]["NullEnum"];
            /** Format: date-time */
            judged_until: string;
            /** Format: date-time */
            since: string | null;
        };
        EventWatches: {
            items: components["schemas"]["EventWatch"][];
        };
        /** @description `failure` is the code of what went wrong. The fingerprint is of the key that signed. */
        Evidence: {
            /** Format: uuid */
            clip: string;
            readonly detail: string;
            readonly failure: string;
            /** @description Where the ZIP is, once it is ready. */
            readonly file: string | null;
            readonly fingerprint: string;
            /** Format: date-time */
            readonly finished_at: string | null;
            /** Format: uuid */
            readonly id: string;
            readonly manifest_sha256: string;
            readonly reason: string;
            /** Format: date-time */
            readonly requested_at: string;
            readonly requested_by: string;
            readonly sha256: string;
            readonly size_bytes: number | null;
            state: components["schemas"]["ClipStateEnum"];
            readonly with_sightings: boolean;
        };
        /** @description As in a JSON Web Key Set, with the whole fingerprint of which `kid` is the beginning. */
        EvidenceKey: {
            alg: string;
            crv: string;
            /** @description Whether new packages are signed by it. */
            current: boolean;
            /** @description SHA-256 of the 32 bytes, in hex. */
            fingerprint: string;
            /** Format: date-time */
            first_used_at: string;
            kid: string;
            kty: string;
            use: string;
            x: string;
        };
        EvidenceKeys: {
            keys: components["schemas"]["EvidenceKey"][];
        };
        /** @description `reason`: why it is taken out; stands in the manifest and in the audit log. `X-Reason` does the same. */
        EvidenceRequestRequest: {
            reason?: string;
        };
        /**
         * @description Exact counts of the newest detections, the most frequent values first, at most 50 of each kind.
         *
         *     `complete`: all that satisfy the filters were counted; otherwise those since about `counted_from`.
         */
        Facets: {
            cameras: components["schemas"]["CameraCount"][];
            complete: boolean;
            /** Format: date-time */
            counted_from: string | null;
            /** @description In order; by the clock of UTC */
            hours: components["schemas"]["HourCount"][];
            labels: components["schemas"]["ValueCount"][];
            total: number;
            zones: components["schemas"]["ValueCount"][];
        };
        /**
         * FieldProblem
         * @description What is wrong with one field; `pointer` is a JSON pointer into the body, or the parameter's name.
         */
        FieldProblem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Pointer */
            pointer: string;
        };
        /**
         * @description * `auto` - auto
         *     * `manual` - manual
         * @enum {string}
         */
        FocusEnum: "auto" | "manual";
        /** @description full_in_days: null where at this pace it never is; disk_*: null where the disk is not seen from here. */
        Forecast: {
            bytes_per_day: number;
            cameras: components["schemas"]["CameraStock"][];
            disk_bytes: number | null;
            disk_free_bytes: number | null;
            /** Format: double */
            full_in_days: number | null;
            stored_bytes: number;
        };
        FoundDevice: {
            address: string;
            /** @description The device's own name for itself */
            endpoint: string;
            hardware: string | null;
            location: string | null;
            name: string | null;
            /** @description ONVIF services at addresses that cameras may have */
            service_urls: string[];
        };
        FoundDevices: {
            items: components["schemas"]["FoundDevice"][];
        };
        /**
         * @description Bytes of the file that a player takes whole; times in seconds from `starts_at`.
         *
         *     key_s: the first picture in it that stands for itself; null: there is none.
         */
        Fragment: {
            bytes: number;
            /** Format: double */
            end_s: number;
            /** Format: double */
            key_s: number | null;
            offset: number;
            /** Format: double */
            start_s: number;
        };
        /** @description What of the wish was not recorded, and why. */
        Gap: {
            cause: components["schemas"]["CauseEnum"];
            /** Format: date-time */
            from: string;
            kind: components["schemas"]["GapKindEnum"];
            /** Format: date-time */
            to: string;
        };
        /**
         * @description * `skipped` - skipped
         *     * `missing` - missing
         * @enum {string}
         */
        GapKindEnum: "skipped" | "missing";
        /** @description By which vehicles come in or go out; zone: only what is read in this zone of the camera. */
        Gate: {
            /** Format: uuid */
            camera: string;
            direction: components["schemas"]["GateDirectionEnum"];
            zone?: string | null;
        };
        /**
         * @description * `in` - in
         *     * `out` - out
         * @enum {string}
         */
        GateDirectionEnum: "in" | "out";
        /** @description By which vehicles come in or go out; zone: only what is read in this zone of the camera. */
        GateRequest: {
            /** Format: uuid */
            camera: string;
            direction: components["schemas"]["GateDirectionEnum"];
            zone?: string | null;
        };
        Going: {
            bytes: number;
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            files: number;
            /** Format: date-time */
            newest: string;
            /** Format: date-time */
            oldest: string;
        };
        Group: {
            /** Format: uuid */
            readonly id: string;
            name: string;
            /** Format: uuid */
            site?: string | null;
        };
        GroupRequest: {
            name: string;
            /** Format: uuid */
            site?: string | null;
        };
        /** @description Addresses of the evidence crops, relative to the server; null where there is none. */
        HitImages: {
            plate: string | null;
            scene: string | null;
            vehicle: string | null;
        };
        Hold: {
            /** Format: uuid */
            camera: string;
            /** Format: date-time */
            from: string;
            /** Format: uuid */
            readonly id: string;
            /** Format: date-time */
            readonly placed_at: string;
            readonly placed_by: string;
            reason: string;
            /** Format: date-time */
            readonly released_at: string | null;
            readonly released_by: string;
            /** Format: date-time */
            to: string;
        };
        HoldRequest: {
            /** Format: uuid */
            camera: string;
            /** Format: date-time */
            from: string;
            reason: string;
            /** Format: date-time */
            to: string;
        };
        HourCount: {
            count: number;
            /**
             * Format: date-time
             * @description When the hour begins
             */
            value: string;
        };
        HourOfReads: {
            /** Format: date-time */
            hour: string;
            /** @description Of an hour that is over: as counted within the last minute */
            reads: number;
        };
        /** @description head: canonical JSON, exactly what was signed; sha256: of it, by which the next head names it. */
        HourSeal: {
            /** Format: uuid */
            camera: string;
            head: string;
            /** Format: date-time */
            hour: string;
            number: number;
            segments: number;
            readonly sha256: string;
            /** @description Ed25519, in base64. */
            readonly signature: string;
        };
        /** @description mean: hour of the day in UTC, 0 to 24; regularity: 0 (all day) to 1 (always the same time). */
        Hours: {
            /** Format: double */
            mean: number;
            /** Format: double */
            regularity: number;
            visits: number;
        };
        Imaging: {
            focus: string | null;
            focus_modes: string[];
            ir_cut: string | null;
            ir_cut_modes: string[];
            /** @description brightness, contrast, saturation, sharpness: what it has */
            levels: {
                [key: string]: components["schemas"]["Level"];
            };
        };
        ImportedEntries: {
            added: number;
            /** @description Lines that were left out */
            bad: number;
            changed: number;
            /** @description The first hundred of them */
            faults: components["schemas"]["LineFault"][];
            /** @description Good ones */
            lines: number;
            removed: number;
        };
        Interval: {
            days: components["schemas"]["DaysEnum"][];
            /** @description HH:MM, not counted in, up to 24:00; before the start: on the next day */
            end: string;
            /** @description HH:MM, counted in */
            start: string;
        };
        IntervalRequest: {
            days: components["schemas"]["DaysEnum"][];
            /** @description HH:MM, not counted in, up to 24:00; before the start: on the next day */
            end: string;
            /** @description HH:MM, counted in */
            start: string;
        };
        /**
         * @description * `on` - on
         *     * `off` - off
         *     * `auto` - auto
         * @enum {string}
         */
        IrCutEnum: "on" | "off" | "auto";
        /**
         * @description From one sighting to the next.
         *
         *     usual_s: the median of all vehicles; deviation: in standard deviations of the logarithm from it; null where too
         *     few vehicles were seen to go that way. doubtful: faster than anyone drives.
         */
        JourneyHop: {
            /** Format: double */
            deviation: number | null;
            doubtful: boolean;
            /** Format: uuid */
            end: string;
            /** Format: double */
            plausibility: number;
            /**
             * Format: uuid
             * @description Id of a sighting
             */
            start: string;
            /** Format: double */
            took_s: number;
            /** Format: double */
            usual_s: number | null;
            verdict: components["schemas"]["VerdictEnum"];
        };
        KeptProbe: {
            /** @description Codec of the sound; null: none */
            audio: string | null;
            detail: string | null;
            ok: boolean;
            /** Format: date-time */
            probed_at: string;
            reason: string | null;
            /** Format: double */
            took_ms: number;
            tracks: components["schemas"]["ProbeTrack"][];
            warnings: components["schemas"]["ProbeWarning"][];
        };
        /**
         * @description * `1` - 1
         *     * `2x2` - 2x2
         *     * `1+5` - 1+5
         *     * `3x3` - 3x3
         *     * `4x4` - 4x4
         * @enum {string}
         */
        LayoutEnum: "1" | "2x2" | "1+5" | "3x3" | "4x4";
        /**
         * @description * `recorded` - recorded
         *     * `skipped` - skipped
         *     * `missing` - missing
         * @enum {string}
         */
        LedgerKindEnum: "recorded" | "skipped" | "missing";
        /** @description A sighting that does not belong to the drive, with the hop that speaks against it. */
        LeftOut: {
            against: components["schemas"]["JourneyHop"] | null;
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            certainty: components["schemas"]["CertaintyEnum"];
            /** Format: date-time */
            first_seen_at: string;
            /**
             * Format: uuid
             * @description Of the plate read
             */
            id: string;
            /** Format: date-time */
            last_seen_at: string;
            /**
             * Format: double
             * @description That it is this plate, 0 to 1
             */
            probability: number;
            /** @description What was read */
            text: string;
        };
        Level: {
            /** Format: double */
            max: number;
            /** Format: double */
            min: number;
            /** Format: double */
            value: number;
        };
        Line: {
            action: components["schemas"]["ActionEnum"];
            after: unknown | null;
            before: unknown | null;
            key: string;
            kind: components["schemas"]["LineKindEnum"];
        };
        LineFault: {
            code: string;
            detail: string;
            line: number;
        };
        /**
         * @description * `site` - site
         *     * `group` - group
         *     * `schedule` - schedule
         *     * `camera` - camera
         * @enum {string}
         */
        LineKindEnum: "site" | "group" | "schedule" | "camera";
        Live: {
            /**
             * @description Whether what a browser cannot play (H.265, B-frames over WebRTC) is made H.264 while somebody watches; that takes a third to a whole of a processor core a stream
             *
             *     * `never` - never
             *     * `when_needed` - when_needed
             * @default never
             */
            transcode: components["schemas"]["TranscodeEnum"];
        };
        LiveRequest: {
            /**
             * @description Whether what a browser cannot play (H.265, B-frames over WebRTC) is made H.264 while somebody watches; that takes a third to a whole of a processor core a stream
             *
             *     * `never` - never
             *     * `when_needed` - when_needed
             * @default never
             */
            transcode: components["schemas"]["TranscodeEnum"];
        };
        Lock: {
            /** Format: date-time */
            expires_at: string;
            mine: boolean;
            /** @description Who moves the camera */
            username: string;
        };
        LockInputRequest: {
            /**
             * @description From somebody else, for those who may configure the camera
             * @default false
             */
            take_over: boolean;
        };
        Me: {
            all_cameras: boolean;
            /** @description What exactly this user may in these camera groups; elsewhere `verbs` counts */
            readonly group_verbs: {
                [key: string]: string[];
            };
            groups: string[];
            /** Format: uuid */
            id: string;
            role: components["schemas"]["RoleEnum"];
            username: string;
            /** @description What this user may, on some camera at least */
            readonly verbs: string[];
        };
        /** @description apart_s: seconds by which the other came later; negative: earlier. */
        Meeting: {
            /** Format: double */
            apart_s: number;
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** Format: uuid */
            read: string;
            /** Format: uuid */
            sighting: string;
        };
        /**
         * @description * `copied` - copied
         *     * `smart` - smart
         *     * `encoded` - encoded
         * @enum {string}
         */
        MethodEnum: "copied" | "smart" | "encoded";
        /**
         * @description A camera that a plate probably passed between two sightings, and that did not see it.
         *
         *     camera_state: while the plate must have passed (earliest to latest); of a camera that was offline at any time
         *     in that span it is `offline`. probability: that the plate passed it, by how drives go and what this one took.
         */
        MissingHop: {
            /**
             * Format: uuid
             * @description Id of the sighting before
             */
            after: string;
            /**
             * Format: uuid
             * @description Id of the sighting behind
             */
            before: string;
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            camera_state: components["schemas"]["StatusStatusEnum"];
            /** Format: date-time */
            camera_state_since: string | null;
            /** Format: date-time */
            earliest: string;
            /** Format: date-time */
            expected_at: string;
            /** Format: date-time */
            latest: string;
            /** Format: double */
            probability: number;
            /** @description The same as a sentence */
            says: string;
        };
        Mosaic: {
            /** Format: uuid */
            id: string;
            layout: components["schemas"]["LayoutEnum"];
            /** @description Whether the asking user may change it */
            mine: boolean;
            name: string;
            /** Format: uuid */
            owner: string;
            shared: boolean;
            tiles: components["schemas"]["Tile"][];
            version: number;
        };
        MosaicInputRequest: {
            /** @default 2x2 */
            layout: components["schemas"]["LayoutEnum"];
            name: string;
            /** @default false */
            shared: boolean;
            tiles?: components["schemas"]["TileRequest"][];
        };
        /**
         * @description * `unarmed` - unarmed
         *     * `snoozed` - snoozed
         *     * `quiet-hours` - quiet-hours
         *     * `cooldown` - cooldown
         * @enum {string}
         */
        MutedEnum: "unarmed" | "snoozed" | "quiet-hours" | "cooldown";
        /** @description link: a path of the console; it and the code are told this once, and should go different ways. */
        NewShare: {
            code: string;
            link: string;
            share: components["schemas"]["Share"];
        };
        NullEnum: null;
        /**
         * @description inside: at the end of the time asked for; over_time: at even steps, the end included.
         *
         *     median_s: of the stays of which both ends were seen. truncated: too many vehicles to count them all.
         */
        Occupancy: {
            capacity: number | null;
            inside: number;
            /** Format: double */
            median_s: number | null;
            over_time: components["schemas"]["OccupancyStep"][];
            /** @description The newest 200, newest first */
            stays: components["schemas"]["Stay"][];
            truncated: boolean;
        };
        OccupancyStep: {
            /** Format: date-time */
            at: string;
            inside: number;
        };
        OfflineCamera: {
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            reason: string | null;
            /** Format: date-time */
            since: string;
        };
        Onvif: {
            /** @description Null: its events are not wanted */
            events: components["schemas"]["Subscription"] | null;
            has_password: boolean;
            /** Format: date-time */
            looked_at: string | null;
            /** @description Null: none is set */
            service_url: string | null;
            /** @description What the last look found */
            told: components["schemas"]["Description"] | null;
            /** @description Empty: user and password of the source URL */
            username: string;
        };
        OnvifInputRequest: {
            /** @description Whether its events are wanted. Left out: stays */
            events?: boolean;
            /** @description Kept encrypted, never returned. Left out: stays, at the same host and port */
            password?: string;
            service_url: string;
            /** @description Left out: stays. Empty: those of the source URL, at the same host */
            username?: string;
        };
        /**
         * @description * `accepted` - accepted
         *     * `corrected` - corrected
         *     * `skipped` - skipped
         *     * `unchanged` - unchanged
         *     * `conflict` - conflict
         *     * `changed` - changed
         *     * `not-found` - not-found
         * @enum {string}
         */
        OutcomeEnum: "accepted" | "corrected" | "skipped" | "unchanged" | "conflict" | "changed" | "not-found";
        PaginatedAlertList: {
            items: components["schemas"]["Alert"][];
            next_cursor: string | null;
        };
        PaginatedBackTestHitList: {
            items: components["schemas"]["BackTestHit"][];
            next_cursor: string | null;
        };
        PaginatedBackTestList: {
            items: components["schemas"]["BackTest"][];
            next_cursor: string | null;
        };
        PaginatedCameraEventList: {
            items: components["schemas"]["CameraEvent"][];
            next_cursor: string | null;
        };
        PaginatedCameraList: {
            items: components["schemas"]["Camera"][];
            next_cursor: string | null;
        };
        PaginatedClipList: {
            items: components["schemas"]["Clip"][];
            next_cursor: string | null;
        };
        PaginatedDetectionList: {
            items: components["schemas"]["Detection"][];
            next_cursor: string | null;
        };
        PaginatedDetectionRuleList: {
            items: components["schemas"]["DetectionRule"][];
            next_cursor: string | null;
        };
        PaginatedGroupList: {
            items: components["schemas"]["Group"][];
            next_cursor: string | null;
        };
        PaginatedHoldList: {
            items: components["schemas"]["Hold"][];
            next_cursor: string | null;
        };
        PaginatedHourSealList: {
            items: components["schemas"]["HourSeal"][];
            next_cursor: string | null;
        };
        PaginatedMosaicList: {
            items: components["schemas"]["Mosaic"][];
            next_cursor: string | null;
        };
        PaginatedScheduleList: {
            items: components["schemas"]["Schedule"][];
            next_cursor: string | null;
        };
        PaginatedSiteList: {
            items: components["schemas"]["Site"][];
            next_cursor: string | null;
        };
        PaginatedStatusChangeList: {
            items: components["schemas"]["StatusChange"][];
            next_cursor: string | null;
        };
        PaginatedWatchListEntryList: {
            items: components["schemas"]["WatchListEntry"][];
            next_cursor: string | null;
        };
        PaginatedWatchListList: {
            items: components["schemas"]["WatchList"][];
            next_cursor: string | null;
        };
        ParkingArea: {
            capacity?: number | null;
            /** Format: date-time */
            readonly created_at: string;
            gates: components["schemas"]["Gate"][];
            /** Format: uuid */
            readonly id: string;
            name: string;
        };
        /** @description Both an entrance and an exit are needed. */
        ParkingAreaInputRequest: {
            capacity?: number | null;
            gates: components["schemas"]["GateRequest"][];
            name: string;
        };
        ParkingAreas: {
            items: components["schemas"]["ParkingArea"][];
        };
        PassCodeRequest: {
            code: string;
        };
        PatchedBulkRequest: {
            changes?: components["schemas"]["ChangesRequest"];
            ids?: string[];
        };
        /** @description A camera as an administrator sends it; what is left out of a PATCH stays. */
        PatchedCameraInputRequest: {
            ai?: components["schemas"]["AiRequest"];
            /** @default true */
            enabled: boolean;
            /** Format: uuid */
            group?: string | null;
            /** @description Unique; its id unless given */
            key?: string;
            live?: components["schemas"]["LiveRequest"];
            name?: string;
            /** @description True unless given */
            offline_alarm?: boolean;
            position?: components["schemas"]["PositionRequest"] | null;
            recording?: components["schemas"]["RecordingRequest"];
            /** Format: uuid */
            site?: string | null;
            /** @description Credentials are kept and never returned; sent back without them, they stay */
            source_url?: string;
            /** @description A smaller stream of the same picture; credentials as in source_url */
            sub_url?: string | null;
            tags?: string[];
        };
        /** @description What differs from the camera that is cloned; nothing has to. */
        PatchedCloneRequest: {
            ai?: components["schemas"]["AiRequest"];
            /** @default true */
            enabled: boolean;
            /** Format: uuid */
            group?: string | null;
            /** @description Unique; its id unless given */
            key?: string;
            live?: components["schemas"]["LiveRequest"];
            name?: string;
            /** @description True unless given */
            offline_alarm?: boolean;
            position?: components["schemas"]["PositionRequest"] | null;
            recording?: components["schemas"]["RecordingRequest"];
            /** Format: uuid */
            site?: string | null;
            /** @description Credentials are kept and never returned; sent back without them, they stay */
            source_url?: string;
            /** @description A smaller stream of the same picture; credentials as in source_url */
            sub_url?: string | null;
            tags?: string[];
        };
        /** @description `camera` and `kind` are said when the rule is made, and stay. `problem`: why it watches nothing. */
        PatchedDetectionRuleRequest: {
            above?: number | null;
            /**
             * @description Which point of a box tells where the thing is
             *
             *     * `centre` - centre
             *     * `foot` - foot
             */
            anchor?: components["schemas"]["AnchorEnum"];
            /** @description Without it alerts are kept as muted ones, and nobody is told */
            armed?: boolean;
            /** Format: uuid */
            camera?: string;
            /**
             * Cooldown in seconds
             * @description Told once in so many seconds: a list of the same plate at the same camera, a rule of anything
             */
            cooldown_s?: number;
            critical_ignores_quiet_hours?: boolean;
            /**
             * @description Across the line to its left or right, for somebody who walks along it
             *
             *     * `either` - either
             *     * `left` - left
             *     * `right` - right
             */
            direction?: components["schemas"]["DetectionRuleDirectionEnum"];
            /** @description Whether it watches at all */
            enabled?: boolean;
            kind?: components["schemas"]["DetectionRuleKindEnum"];
            labels?: string[];
            line?: number[] | null;
            /** Format: double */
            min_confidence?: number;
            name?: string;
            note?: string;
            /** @description When nobody is told; empty: never */
            quiet_hours?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            reason?: string;
            /** @description When it watches; empty: always */
            schedule?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            seconds?: number | null;
            severity?: components["schemas"]["SeverityEnum"];
            /** Format: date-time */
            snoozed_until?: string | null;
            /** Format: date-time */
            valid_from?: string | null;
            /**
             * Format: date-time
             * @description Not counted in
             */
            valid_until?: string | null;
            /** @description The name of a zone of the camera; empty: the whole picture */
            zone?: string;
        };
        PatchedGroupRequest: {
            name?: string;
            /** Format: uuid */
            site?: string | null;
        };
        /** @description What is named is changed. */
        PatchedImagingInputRequest: {
            /** Format: double */
            brightness?: number;
            /** Format: double */
            contrast?: number;
            focus?: components["schemas"]["FocusEnum"];
            ir_cut?: components["schemas"]["IrCutEnum"];
            /** Format: double */
            saturation?: number;
            /** Format: double */
            sharpness?: number;
        };
        PatchedMosaicInputRequest: {
            /** @default 2x2 */
            layout: components["schemas"]["LayoutEnum"];
            name?: string;
            /** @default false */
            shared: boolean;
            tiles?: components["schemas"]["TileRequest"][];
        };
        PatchedScheduleRequest: {
            intervals?: components["schemas"]["IntervalRequest"][];
            name?: string;
        };
        PatchedSiteRequest: {
            name?: string;
            /** @description As in Europe/Berlin */
            time_zone?: string;
        };
        PatchedWatchListEntryRequest: {
            note?: string;
            text?: string;
            /** Format: date-time */
            valid_from?: string | null;
            /** Format: date-time */
            valid_until?: string | null;
        };
        /** @description `cameras` count where `all_cameras` is false. Those that one may not see are not told, and stay. */
        PatchedWatchListRequest: {
            all_cameras?: boolean;
            /** @description Without it alerts are kept as muted ones, and nobody is told */
            armed?: boolean;
            cameras?: string[];
            /**
             * Cooldown in seconds
             * @description Told once in so many seconds: a list of the same plate at the same camera, a rule of anything
             */
            cooldown_s?: number;
            critical_ignores_quiet_hours?: boolean;
            /** @description Whether it watches at all */
            enabled?: boolean;
            /** @description Plates to begin with; later ones go to /watchlists/{id}/entries. */
            entries?: components["schemas"]["WatchListEntryRequest"][];
            /**
             * Least likelihood
             * Format: double
             * @description How likely the plate must be beside what was read: 1 for exact matches alone
             */
            min_likelihood?: number;
            name?: string;
            note?: string;
            /** @description When nobody is told; empty: never */
            quiet_hours?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            reason?: string;
            /** @description When it watches; empty: always */
            schedule?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            severity?: components["schemas"]["SeverityEnum"];
            /** Format: date-time */
            snoozed_until?: string | null;
            /** Format: date-time */
            valid_from?: string | null;
            /**
             * Format: date-time
             * @description Not counted in
             */
            valid_until?: string | null;
        };
        /** @description Pictures without a gap between them; at_s: where in the file they begin. */
        Piece: {
            /** Format: double */
            at_s: number;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        Plan: {
            applied: boolean;
            counts: components["schemas"]["Counts"];
            /** @description Of the whole plan; `expected` of an apply */
            digest: string;
            /** @description The first thousand */
            lines: components["schemas"]["Line"][];
            nothing_to_do: boolean;
        };
        /** @description What a person says that the plate reads. */
        PlateCorrection: {
            /** Format: date-time */
            corrected_at: string;
            corrected_by: string;
            reason: string;
            text: string;
        };
        PlateHistory: {
            items: components["schemas"]["Visit"][];
            next_cursor: string | null;
        };
        /** @description The likeliest drive, oldest first; hops: one fewer than sightings. */
        PlateJourney: {
            hops: components["schemas"]["JourneyHop"][];
            left_out: components["schemas"]["LeftOut"][];
            missing: components["schemas"]["MissingHop"][];
            sightings: components["schemas"]["Sighting"][];
            /** @description There were more, older sightings */
            truncated: boolean;
        };
        /** @description `estimated_total` is of all pages, by the database's statistics where there are many; null: not known. */
        PlatePage: {
            estimated_total: number | null;
            items: components["schemas"]["PlateRead"][];
            next_cursor: string | null;
        };
        /**
         * @description One passage of one plate. `score` and `why` tell how well it fits the search; null without a text.
         *
         *     `text` and all that belongs to it is what was read, whatever `correction` says.
         */
        PlateRead: {
            /** @description x, y, width, height in shares of the picture, origin top left */
            box: number[];
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** @description For each glyph of `folded` the likeliest characters with probabilities, best first. */
            candidates: [
                string,
                number
            ][][];
            /** Format: double */
            confidence: number;
            correction: components["schemas"]["PlateCorrection"] | null;
            /**
             * @description As the camera sees it; null: not known
             *
             *     * `towards` - towards
             *     * `away` - away
             *     * `left` - left
             *     * `right` - right
             */
            direction: components["schemas"]["PlateReadDirectionEnum"] | components["schemas"]["NullEnum"];
            engine: string;
            /** @description False: it may still get better */
            final: boolean;
            /** Format: date-time */
            first_seen_at: string;
            folded: string;
            frame: components["schemas"]["SeenFrame"];
            /** Format: uuid */
            id: string;
            images: components["schemas"]["ReadImages"];
            /** Format: date-time */
            last_seen_at: string;
            revision: number;
            /** Format: double */
            score: number | null;
            /** Format: date-time */
            seen_at: string;
            text: string;
            /** Format: uuid */
            track_id: string;
            vehicle: components["schemas"]["ReadVehicle"] | null;
            votes: number;
            why: string | null;
            zones: string[];
        };
        /**
         * @description * `towards` - towards
         *     * `away` - away
         *     * `left` - left
         *     * `right` - right
         * @enum {string}
         */
        PlateReadDirectionEnum: "towards" | "away" | "left" | "right";
        /**
         * @description A recorded file. init: the bytes before its first fragment, in base64.
         *
         *     codec: as in RFC 6381; empty where it is none that browsers know. track: the number of its video. grows: more
         *     fragments follow.
         */
        PlayableFile: {
            codec: string;
            fragments: components["schemas"]["Fragment"][];
            /** Format: double */
            frame_s: number;
            grows: boolean;
            height: number;
            init: string;
            name: string;
            /** Format: date-time */
            starts_at: string;
            track: number;
            width: number;
        };
        /** @description now: by the server's clock. */
        Playback: {
            /** Format: uuid */
            camera: string;
            files: components["schemas"]["PlayableFile"][];
            /** Format: date-time */
            from: string;
            gaps: components["schemas"]["PlaybackGap"][];
            /** Format: date-time */
            now: string;
            /** Format: date-time */
            to: string;
        };
        PlaybackGap: {
            cause: components["schemas"]["CauseEnum"] | components["schemas"]["BlankEnum"];
            /** Format: date-time */
            from: string;
            kind: components["schemas"]["GapKindEnum"];
            /** Format: date-time */
            to: string;
        };
        /** @description Shares of the picture, origin top left. */
        PointRequest: {
            /** Format: double */
            x: number;
            /** Format: double */
            y: number;
        };
        /** @description On the map, by lat and lon, or on a floor plan, by its name and the shares x and y. */
        Position: {
            /**
             * Format: double
             * @description Degrees, WGS 84
             */
            lat?: number;
            /** Format: double */
            lon?: number;
            plan?: string;
            /**
             * Format: double
             * @description Share of the plan, origin top left
             */
            x?: number;
            /** Format: double */
            y?: number;
        };
        /** @description On the map, by lat and lon, or on a floor plan, by its name and the shares x and y. */
        PositionRequest: {
            /**
             * Format: double
             * @description Degrees, WGS 84
             */
            lat?: number;
            /** Format: double */
            lon?: number;
            plan?: string;
            /**
             * Format: double
             * @description Share of the plan, origin top left
             */
            x?: number;
            /** Format: double */
            y?: number;
        };
        Poster: {
            /** Format: uuid */
            camera_id: string;
            /** Format: date-time */
            captured_at: string;
            /** @description In base64, at most 640 pixels wide */
            jpeg: string;
        };
        Posters: {
            items: components["schemas"]["Poster"][];
        };
        Preset: {
            name: string;
            token: string;
        };
        PresetInputRequest: {
            name: string;
            /** @description Of the preset that is replaced */
            token?: string | null;
        };
        Presets: {
            items: components["schemas"]["Preset"][];
        };
        Probe: {
            /** @description Codec of the sound; null: none */
            audio: string | null;
            detail: string | null;
            ok: boolean;
            /** Format: date-time */
            probed_at: string;
            reason: string | null;
            /** @description Null: there was no picture in time */
            snapshot_url: string | null;
            /** Format: double */
            took_ms: number;
            tracks: components["schemas"]["ProbeTrack"][];
            warnings: components["schemas"]["ProbeWarning"][];
        };
        ProbeTrack: {
            codec: string;
            /** Format: double */
            fps: number | null;
            /** Format: double */
            gop_s: number | null;
            has_b_frames: boolean | null;
            height: number | null;
            width: number | null;
        };
        ProbeWarning: {
            /** @description gop-long, b-frames, codec-unsupported */
            code: string;
            detail: string;
        };
        /**
         * Problem
         * @description A problem document; `type` and `code` are stable, `detail` is for people.
         */
        Problem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Errors
             * @default null
             */
            errors: components["schemas"]["FieldProblem"][] | null;
            /**
             * Request Id
             * @default null
             */
            request_id: string | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        Profile: {
            /** @description As ONVIF spells it: H264, JPEG, MPEG4 */
            codec: string | null;
            /** Format: double */
            fps: number | null;
            height: number | null;
            name: string;
            token: string;
            /** @description Without user and password */
            uri: string | null;
            width: number | null;
        };
        Provider: {
            /** @description For the button */
            name: string;
            slug: string;
            /** @description Path to navigate to; `next` may be added: an own path to be led to afterwards */
            start: string;
        };
        Providers: {
            items: components["schemas"]["Provider"][];
        };
        PtzAbilities: {
            absolute: boolean;
            /** @description A point of the picture can be brought to its middle */
            centre: boolean;
            /** @description Pan and tilt while held */
            move: boolean;
            step: boolean;
            /** @description Zoom while held */
            zoom: boolean;
        };
        PtzPositionRequest: {
            /** Format: double */
            pan: number;
            /** Format: double */
            tilt: number;
            /** Format: double */
            zoom: number;
        };
        PtzStatus: {
            can: components["schemas"]["PtzAbilities"];
            /**
             * Format: double
             * @description A move stops after this, unless it is sent again
             */
            hold_s: number;
            lock: components["schemas"]["Lock"] | null;
            moving: boolean | null;
            /** Format: double */
            pan: number | null;
            /** Format: double */
            tilt: number | null;
            /** Format: double */
            zoom: number | null;
        };
        /** @description Addresses of the evidence crops, relative to the server; null where there is none. */
        ReadImages: {
            plate: string | null;
            scene: string | null;
            vehicle: string | null;
        };
        ReadVehicle: {
            /** @description x, y, width, height in shares of the picture, origin top left */
            box: number[];
            colour: string | null;
            /** Format: double */
            confidence: number;
            label: string;
        };
        RecentRead: {
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** Format: double */
            confidence: number;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            seen_at: string;
            text: string;
        };
        RecordedSpan: {
            /** Format: double */
            duration_s: number;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        RecordedSpans: {
            items: components["schemas"]["RecordedSpan"][];
        };
        Recording: {
            events?: components["schemas"]["EventSettings"];
            /** @default off */
            mode: components["schemas"]["RecordingModeEnum"];
            /**
             * @description Outside of the schedule's times
             *
             *     * `off` - off
             *     * `continuous` - continuous
             *     * `event` - event
             * @default off
             */
            otherwise: components["schemas"]["RecordingModeEnum"];
            /** @default 7 */
            retention_days: number;
            /**
             * Format: uuid
             * @description When `mode` holds; null: always
             */
            schedule?: string | null;
        };
        /**
         * @description * `off` - off
         *     * `continuous` - continuous
         *     * `event` - event
         * @enum {string}
         */
        RecordingModeEnum: "off" | "continuous" | "event";
        RecordingRequest: {
            events?: components["schemas"]["EventSettingsRequest"];
            /** @default off */
            mode: components["schemas"]["RecordingModeEnum"];
            /**
             * @description Outside of the schedule's times
             *
             *     * `off` - off
             *     * `continuous` - continuous
             *     * `event` - event
             * @default off
             */
            otherwise: components["schemas"]["RecordingModeEnum"];
            /** @default 7 */
            retention_days: number;
            /**
             * Format: uuid
             * @description When `mode` holds; null: always
             */
            schedule?: string | null;
        };
        RecoveryCodes: {
            recovery_codes: string[];
        };
        RefreshRequest: {
            /** @description Without it the cookie is used */
            refresh?: string;
        };
        /** @description max_gigabytes: of all cameras together, null: as much as the disk bears; cameras: those with a limit. */
        Retention: {
            cameras: components["schemas"]["CameraLimit"][];
            /** Format: double */
            max_gigabytes: number | null;
        };
        /** @description max_gigabytes: of all cameras together, null: as much as the disk bears; cameras: those with a limit. */
        RetentionRequest: {
            cameras: components["schemas"]["CameraLimitRequest"][];
            /** Format: double */
            max_gigabytes: number | null;
        };
        /** @description Pixels of the picture. */
        ReviewFrame: {
            height: number;
            width: number;
        };
        /** @description Addresses of the evidence crops, relative to the server; null where there is none. */
        ReviewImages: {
            plate: string | null;
            scene: string | null;
            vehicle: string | null;
        };
        ReviewInputRequest: {
            items: components["schemas"]["VerdictRequest"][];
            /** @default  */
            reason: string;
        };
        /**
         * @description worth: the bits of uncertainty, more where plate or camera come again and a list or a neighbour hangs on it.
         *
         *     outcome: what the asking user has done with it; null: nothing yet.
         */
        ReviewItem: {
            /** Format: double */
            bits: number;
            /** @description Another plate was read that it may be */
            near_neighbour: boolean;
            on_watch_list: boolean;
            outcome: components["schemas"]["OutcomeEnum"] | components["schemas"]["NullEnum"];
            read: components["schemas"]["ReviewRead"];
            /** @description How often this text was read before */
            times_read: number;
            /** Format: double */
            worth: number;
        };
        /**
         * @description unchanged: that had been said already. changed: the read got better meanwhile; nothing was done.
         *
         *     conflict: somebody corrected it to something else; nothing was done.
         */
        ReviewOutcome: {
            outcome: components["schemas"]["OutcomeEnum"];
            /** Format: uuid */
            read: string;
        };
        ReviewOutcomes: {
            items: components["schemas"]["ReviewOutcome"][];
        };
        /** @description unreviewed: how many of those that the user may see wait for this user. */
        ReviewPage: {
            items: components["schemas"]["ReviewItem"][];
            next_cursor: string | null;
            unreviewed: number;
        };
        /** @description The read as it is in a search. */
        ReviewRead: {
            /** @description x, y, width, height in shares of the picture, origin top left */
            box: number[];
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** Format: double */
            confidence: number;
            /** @description False: it may still get better */
            final: boolean;
            /** Format: date-time */
            first_seen_at: string;
            frame: components["schemas"]["ReviewFrame"];
            /** Format: uuid */
            id: string;
            images: components["schemas"]["ReviewImages"];
            /** Format: date-time */
            last_seen_at: string;
            /** Format: double */
            score: number | null;
            /** Format: date-time */
            seen_at: string;
            text: string;
            vehicle: components["schemas"]["ReviewVehicle"] | null;
            votes: number;
            why: string | null;
            zones: string[];
        };
        ReviewVehicle: {
            /** @description x, y, width, height in shares of the picture, origin top left */
            box: number[];
            colour: string | null;
            /** Format: double */
            confidence: number;
            label: string;
        };
        /**
         * @description * `admin` - admin
         *     * `operator` - operator
         *     * `reviewer` - reviewer
         *     * `viewer` - viewer
         * @enum {string}
         */
        RoleEnum: "admin" | "operator" | "reviewer" | "viewer";
        Schedule: {
            /** Format: uuid */
            readonly id: string;
            intervals: components["schemas"]["Interval"][];
            name: string;
        };
        ScheduleRequest: {
            intervals: components["schemas"]["IntervalRequest"][];
            name: string;
        };
        SecondFactor: {
            /** @description The role does not sign in without one */
            demanded: boolean;
            enabled: boolean;
            /** @description Whether there is a password here, without which none can be set up */
            password: boolean;
            recovery_codes_left: number;
        };
        /** @description What a detection rule saw; what does not apply is left out. box: x, y, width, height in shares. */
        Seen: {
            box?: number[];
            /** Format: double */
            confidence?: number;
            /** Format: uuid */
            detection?: string;
            label?: string;
            lasted_s?: number;
            /** @description How many there were */
            number?: number;
            side?: components["schemas"]["SideEnum"];
        };
        /** @description Pixels of the picture. */
        SeenFrame: {
            height: number;
            width: number;
        };
        /**
         * @description * `info` - Info
         *     * `warning` - Warning
         *     * `critical` - Critical
         * @enum {string}
         */
        SeverityEnum: "info" | "warning" | "critical";
        /** @description `locked_until`: after too many wrong codes. */
        Share: {
            /** Format: date-time */
            readonly created_at: string;
            readonly created_by: string;
            /** Format: date-time */
            readonly expires_at: string;
            /** Format: uuid */
            readonly id: string;
            /** Format: date-time */
            readonly last_opened_at: string | null;
            /** Format: date-time */
            readonly locked_until: string | null;
            readonly opened: number;
            readonly recipient: string;
            /** Format: date-time */
            readonly revoked_at: string | null;
            readonly revoked_by: string;
            readonly state: components["schemas"]["ShareStateEnum"];
            readonly watermark: boolean;
            readonly wrong_codes: number;
        };
        /** @description recipient: for whom it is; stands in the audit log, and with `watermark` in every picture. */
        ShareRequestRequest: {
            /**
             * Format: date-time
             * @description At most 30 days from now.
             */
            expires_at: string;
            recipient: string;
            watermark?: boolean;
        };
        /**
         * @description * `preparing` - Preparing
         *     * `ready` - Ready
         *     * `failed` - Failed
         * @enum {string}
         */
        ShareStateEnum: "preparing" | "ready" | "failed";
        /** @description state: `preparing` while the watermark is burned in; the file is there once it is `ready`. */
        SharedClip: {
            camera_name: string;
            /** Format: date-time */
            expires_at: string;
            file: string;
            /** Format: date-time */
            from: string;
            recipient: string;
            state: components["schemas"]["ShareStateEnum"];
            title: string;
            /** Format: date-time */
            to: string;
        };
        Shares: {
            items: components["schemas"]["Share"][];
        };
        /**
         * @description * `left` - left
         *     * `right` - right
         * @enum {string}
         */
        SideEnum: "left" | "right";
        /** @description certainty: `corrected`: a person says so; `read`: read so; `probable`: read otherwise, likely misread. */
        Sighting: {
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            certainty: components["schemas"]["CertaintyEnum"];
            /** Format: date-time */
            first_seen_at: string;
            /**
             * Format: uuid
             * @description Of the plate read
             */
            id: string;
            /** Format: date-time */
            last_seen_at: string;
            /**
             * Format: double
             * @description That it is this plate, 0 to 1
             */
            probability: number;
            /** @description What was read */
            text: string;
        };
        SignInRequest: {
            /**
             * @description Of the second factor, or a recovery code; after an answer with code code-required
             * @default
             */
            code: string;
            /**
             * @description For browsers: the refresh token comes as an HttpOnly cookie, not in the body
             * @default false
             */
            cookie: boolean;
            password: string;
            /**
             * @description The solved challenge, after an answer with code proof-required
             * @default
             */
            proof: string;
            username: string;
        };
        /** @description The refresh token comes as a cookie. */
        SignedIn: {
            access: string;
            /** @description Seconds that the access token lasts */
            expires_in: number;
            /** @description The own path to which one wanted */
            next: string;
        };
        Simulation: {
            bytes: number;
            cameras: components["schemas"]["Going"][];
            files: number;
            /** @description What is still too much then, because it is held or being written. */
            over_by_bytes: number;
        };
        /** @description retention_days: other days than the cameras have, to see what they would do. */
        SimulationRequestRequest: {
            cameras: components["schemas"]["CameraLimitRequest"][];
            /** Format: double */
            max_gigabytes: number | null;
            retention_days?: components["schemas"]["WishedDaysRequest"][];
        };
        Site: {
            /** Format: uuid */
            readonly id: string;
            name: string;
            /** @description As in Europe/Berlin */
            time_zone?: string;
        };
        SiteRequest: {
            name: string;
            /** @description As in Europe/Berlin */
            time_zone?: string;
        };
        /**
         * @description * `queued` - queued
         *     * `reading` - reading
         *     * `encoding` - encoding
         *     * `writing` - writing
         *     * `done` - done
         * @enum {string}
         */
        StageEnum: "queued" | "reading" | "encoding" | "writing" | "done";
        State: {
            /** Format: date-time */
            changed_at: string | null;
            detail: string | null;
            reason: string | null;
            state: components["schemas"]["StateStateEnum"];
            /** @description Of the smaller stream; null: there is none, or nothing is known */
            sub: components["schemas"]["SubState"] | null;
            tracks: components["schemas"]["Track"][];
        };
        /**
         * @description * `unknown` - unknown
         *     * `disabled` - disabled
         *     * `idle` - idle
         *     * `connecting` - connecting
         *     * `online` - online
         *     * `error` - error
         * @enum {string}
         */
        StateStateEnum: "unknown" | "disabled" | "idle" | "connecting" | "online" | "error";
        /** @description Online or offline for long enough to count, which the stream's state may not be yet. */
        Status: {
            reason: string | null;
            /** Format: date-time */
            since: string | null;
            status: components["schemas"]["StatusStatusEnum"];
        };
        StatusChange: {
            /** Format: uuid */
            id: string;
            /** Format: double */
            readonly previous_lasted_s: number | null;
            /** Format: date-time */
            previous_since: string | null;
            reason: string | null;
            /** Format: date-time */
            since: string;
            status: components["schemas"]["StatusChangeStatusEnum"];
        };
        /**
         * @description * `online` - online
         *     * `offline` - offline
         *     * `disabled` - disabled
         * @enum {string}
         */
        StatusChangeStatusEnum: "online" | "offline" | "disabled";
        /**
         * @description * `unknown` - unknown
         *     * `disabled` - disabled
         *     * `online` - online
         *     * `offline` - offline
         * @enum {string}
         */
        StatusStatusEnum: "unknown" | "disabled" | "online" | "offline";
        /** @description entered_at, left_at: null where that was not seen. probable: the two plates were read one edit apart. */
        Stay: {
            /** Format: double */
            duration_s: number | null;
            /** Format: date-time */
            entered_at: string | null;
            /** Format: uuid */
            entered_read: string | null;
            /** Format: date-time */
            left_at: string | null;
            /** Format: uuid */
            left_read: string | null;
            plate: string;
            probable: boolean;
        };
        /** @description Tokens of profiles. */
        StreamsRequest: {
            main: string;
            sub?: string | null;
        };
        SubState: {
            /** Format: date-time */
            changed_at: string | null;
            detail: string | null;
            reason: string | null;
            state: components["schemas"]["StateStateEnum"];
            tracks: components["schemas"]["Track"][];
        };
        /** @description How we hear of what the camera tells; heard_at: until then everything that it told is stored. */
        Subscription: {
            detail: string;
            /** Format: date-time */
            heard_at: string | null;
            /** Format: date-time */
            since: string | null;
            state: components["schemas"]["SubscriptionStateEnum"];
        };
        /**
         * @description * `waiting` - waiting
         *     * `listening` - listening
         *     * `unauthorised` - unauthorised
         *     * `refused` - refused
         *     * `unreachable` - unreachable
         * @enum {string}
         */
        SubscriptionStateEnum: "waiting" | "listening" | "unauthorised" | "refused" | "unreachable";
        Tile: {
            /** Format: uuid */
            camera_id: string;
            position: number;
        };
        TileRequest: {
            /** Format: uuid */
            camera_id: string;
            position: number;
        };
        Timeline: {
            items: components["schemas"]["CameraTimeline"][];
        };
        /**
         * @description * `recorded` - recorded
         *     * `skipped` - skipped
         *     * `missing` - missing
         *     * `mixed` - mixed
         * @enum {string}
         */
        TimelineKindEnum: "recorded" | "skipped" | "missing" | "mixed";
        /** @description How long one state of a mixed span lasted, all its pieces together. */
        TimelinePart: {
            cause: components["schemas"]["CauseEnum"] | components["schemas"]["BlankEnum"];
            kind: components["schemas"]["LedgerKindEnum"];
            /** Format: double */
            seconds: number;
        };
        /**
         * @description cause: why it was skipped or is missing; empty of what was recorded, and of a mixed span.
         *
         *     mixed: neighbours that are each shorter than the asked resolution; `parts` tells them, the longest first.
         */
        TimelineSpan: {
            cause: components["schemas"]["CauseEnum"] | components["schemas"]["BlankEnum"];
            /** Format: date-time */
            from: string;
            kind: components["schemas"]["TimelineKindEnum"];
            parts?: components["schemas"]["TimelinePart"][];
            /** Format: date-time */
            to: string;
        };
        TokenPair: {
            access: string;
            /** @description Seconds that the access token lasts */
            expires_in: number;
            /** @description Absent where a cookie holds it */
            refresh?: string;
        };
        TokenRequest: {
            token: string;
        };
        Tour: {
            name: string;
            running: boolean;
            token: string;
        };
        TourInputRequest: {
            running: boolean;
            token: string;
        };
        Tours: {
            items: components["schemas"]["Tour"][];
        };
        Track: {
            codec: string;
            height: number | null;
            width: number | null;
        };
        /**
         * @description * `never` - never
         *     * `when_needed` - when_needed
         * @enum {string}
         */
        TranscodeEnum: "never" | "when_needed";
        TravelTime: {
            /** Format: uuid */
            from_camera: string;
            from_camera_name: string | null;
            hops: number;
            /** @description Seconds, at 0.05, 0.25, 0.5, 0.75, 0.95 */
            quantiles_s: number[];
            /** Format: uuid */
            to_camera: string;
            to_camera_name: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        TravelTimes: {
            items: components["schemas"]["TravelTime"][];
        };
        TriedPlateRequest: {
            text: string;
        };
        ValueCount: {
            count: number;
            value: string;
        };
        /** @description Shares from -1 to 1: right, up and in are positive. */
        VelocityRequest: {
            /**
             * Format: double
             * @default 0
             */
            pan: number;
            /**
             * Format: double
             * @default 0
             */
            tilt: number;
            /**
             * Format: double
             * @default 0
             */
            zoom: number;
        };
        /**
         * @description * `usual` - usual
         *     * `slow` - slow
         *     * `too-fast` - too-fast
         *     * `unknown` - unknown
         *     * `same-camera` - same-camera
         *     * `new-drive` - new-drive
         * @enum {string}
         */
        VerdictEnum: "usual" | "slow" | "too-fast" | "unknown" | "same-camera" | "new-drive";
        /** @description accept: the read is right; correct: it says `text`; skip: this user leaves it to others. */
        VerdictRequest: {
            decision: components["schemas"]["DecisionEnum"];
            /** Format: uuid */
            read: string;
            /**
             * @description accept: what was read, as it was shown; correct: what the plate says
             * @default
             */
            text: string;
        };
        /** @description Sightings with less than half an hour between them, newest first. */
        Visit: {
            /** Format: date-time */
            began_at: string;
            /** @description False: it may go on on the next page, with older sightings */
            complete: boolean;
            /** Format: date-time */
            ended_at: string;
            sightings: components["schemas"]["Sighting"][];
        };
        /**
         * @description hours, rarity: null where the plate came too seldom to say anything.
         *
         *     rarity: share of its past visits at hours at most as usual as this one.
         */
        Visitor: {
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** Format: date-time */
            first_seen_at: string;
            first_time: boolean;
            hours: components["schemas"]["Hours"] | null;
            plate: string;
            /** Format: double */
            rarity: number | null;
            /** Format: uuid */
            read: string;
            unusual_hour: boolean;
            visits_before: number;
        };
        Visitors: {
            items: components["schemas"]["Visitor"][];
            /** @description More came than are looked at; ask for less time */
            truncated: boolean;
        };
        /** @description `cameras` count where `all_cameras` is false. Those that one may not see are not told, and stay. */
        WatchList: {
            all_cameras?: boolean;
            /** @description Without it alerts are kept as muted ones, and nobody is told */
            armed?: boolean;
            cameras?: string[];
            /**
             * Cooldown in seconds
             * @description Told once in so many seconds: a list of the same plate at the same camera, a rule of anything
             */
            cooldown_s?: number;
            /** Format: date-time */
            readonly created_at: string;
            critical_ignores_quiet_hours?: boolean;
            /** @description Whether it watches at all */
            enabled?: boolean;
            readonly entry_count: number;
            /** Format: uuid */
            readonly id: string;
            /**
             * Least likelihood
             * Format: double
             * @description How likely the plate must be beside what was read: 1 for exact matches alone
             */
            min_likelihood?: number;
            name: string;
            note?: string;
            /** @description When nobody is told; empty: never */
            quiet_hours?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            reason?: string;
            /** @description When it watches; empty: always */
            schedule?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            severity?: components["schemas"]["SeverityEnum"];
            /** Format: date-time */
            snoozed_until?: string | null;
            /** Format: date-time */
            readonly updated_at: string;
            /** Format: date-time */
            valid_from?: string | null;
            /**
             * Format: date-time
             * @description Not counted in
             */
            valid_until?: string | null;
        };
        WatchListEntry: {
            readonly folded: string;
            /** Format: uuid */
            readonly id: string;
            note?: string;
            text: string;
            /** Format: date-time */
            valid_from?: string | null;
            /** Format: date-time */
            valid_until?: string | null;
        };
        WatchListEntryRequest: {
            note?: string;
            text: string;
            /** Format: date-time */
            valid_from?: string | null;
            /** Format: date-time */
            valid_until?: string | null;
        };
        /** @description `cameras` count where `all_cameras` is false. Those that one may not see are not told, and stay. */
        WatchListRequest: {
            all_cameras?: boolean;
            /** @description Without it alerts are kept as muted ones, and nobody is told */
            armed?: boolean;
            cameras?: string[];
            /**
             * Cooldown in seconds
             * @description Told once in so many seconds: a list of the same plate at the same camera, a rule of anything
             */
            cooldown_s?: number;
            critical_ignores_quiet_hours?: boolean;
            /** @description Whether it watches at all */
            enabled?: boolean;
            /** @description Plates to begin with; later ones go to /watchlists/{id}/entries. */
            entries?: components["schemas"]["WatchListEntryRequest"][];
            /**
             * Least likelihood
             * Format: double
             * @description How likely the plate must be beside what was read: 1 for exact matches alone
             */
            min_likelihood?: number;
            name: string;
            note?: string;
            /** @description When nobody is told; empty: never */
            quiet_hours?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            reason?: string;
            /** @description When it watches; empty: always */
            schedule?: {
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description HH:MM, not counted in; before the start: on the next day */
                end: string;
                /** @description HH:MM, counted in */
                start: string;
            }[];
            severity?: components["schemas"]["SeverityEnum"];
            /** Format: date-time */
            snoozed_until?: string | null;
            /** Format: date-time */
            valid_from?: string | null;
            /**
             * Format: date-time
             * @description Not counted in
             */
            valid_until?: string | null;
        };
        /** @description Of the reads of a week that a person looked at. `low` and `high`: the 95 % interval of `accuracy`. */
        WeekAccuracy: {
            /** Format: double */
            accuracy: number;
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            reviewed: number;
            right: number;
            /**
             * Format: date
             * @description Its Monday, UTC
             */
            week: string;
        };
        WishedDaysRequest: {
            /** Format: uuid */
            camera: string;
            retention_days: number;
        };
        Zone: {
            kind: components["schemas"]["ZoneKindEnum"];
            name: string;
            polygon: number[][];
        };
        /**
         * @description * `include` - include
         *     * `exclude` - exclude
         *     * `plate` - plate
         * @enum {string}
         */
        ZoneKindEnum: "include" | "exclude" | "plate";
        ZoneRequest: {
            kind: components["schemas"]["ZoneKindEnum"];
            name: string;
            polygon: number[][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_alerts: {
        parameters: {
            query?: {
                acknowledged?: boolean;
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                from?: string;
                kind?: string;
                limit?: number;
                /** @description Those of which nobody was told, instead of the others: of unarmed or snoozed lists, in quiet hours, in a cooldown. */
                muted?: boolean;
                /** @description A detection rule. */
                rule?: string;
                severity?: "critical" | "info" | "warning";
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedAlertList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledge_alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AcknowledgementRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in_challenge: {
        parameters: {
            query: {
                username: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChallengeAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    access_token_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description RFC 7517 key set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out_everywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out on every device */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finish_provider_sign_in_by_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finish_provider_sign_in: {
        parameters: {
            query?: {
                code?: string;
                error?: string;
                iss?: string;
                state?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the console, signed in or told why not */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_provider_sign_in: {
        parameters: {
            query?: {
                /** @description Own path to be led to afterwards */
                next?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in_providers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Providers"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmRequest"];
            };
        };
        responses: {
            /** @description There is none any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialsRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_camera_events: {
        parameters: {
            query?: {
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Occurred at or after. */
                from?: string;
                kind?: "input" | "line-crossing" | "motion" | "other" | "tamper";
                limit?: number;
                /** @description Occurred before. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedCameraEventList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_camera_groups: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedGroupList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_camera_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedGroupRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_cameras: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                enabled?: boolean;
                group?: string;
                limit?: number;
                /** @description Part of the name, in any case */
                name?: string;
                /** @description The camera's own or its group's */
                site?: string;
                /** @description Tags with commas between: cameras with all */
                tags?: string;
                /** @description Part of name, key, address or a tag */
                text?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedCameraList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_camera: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CameraInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_cameras: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedBulkRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discover_cameras: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DiscoveryRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundDevices"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    probe_onvif: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnvifInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Description"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_posters: {
        parameters: {
            query: {
                camera: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Posters"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_camera: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CameraInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_camera: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_camera: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedCameraInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clone_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedCloneRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_camera_history: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                from?: string;
                limit?: number;
                to?: string;
            };
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedStatusChangeList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_camera_imaging: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imaging"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_camera_imaging: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedImagingInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imaging"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_camera_onvif: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Onvif"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_camera_onvif: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnvifInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Onvif"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_camera_onvif: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    probe_camera_onvif: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Description"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choose_camera_streams: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StreamsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Camera"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    probe_camera: {
        parameters: {
            query?: {
                stream?: "main" | "sub";
            };
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Probe"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_ptz_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PtzStatus"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    turn_camera_to: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PtzPositionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Control"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    centre_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PointRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Control"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    goto_preset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Control"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lock_ptz: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LockInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Control"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlock_ptz: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Released */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    move_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VelocityRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Control"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_presets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Presets"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_preset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresetInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preset"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_preset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VelocityRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Control"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_camera: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Control"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_camera_tours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tours"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    operate_camera_tour: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TourInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Control"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_snapshot: {
        parameters: {
            query?: {
                of?: "now" | "probe";
            };
            header?: never;
            path: {
                camera_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description X-Captured-At, Age */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_clips: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                group?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedClipList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_clip: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClipRequestRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_clips: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClipsRequestRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClipGroup"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clip"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_clip_evidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_clip_evidence: {
        parameters: {
            query?: {
                /** @description As in the body. */
                reason?: string;
            };
            header?: {
                /** @description As in the body. */
                "X-Reason"?: string;
            };
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EvidenceRequestRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_clip_evidence_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_clip_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_clip_shares: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shares"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    share_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareRequestRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewShare"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_clip_share: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clip_id: string;
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Share"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_config: {
        parameters: {
            query?: {
                format?: "csv" | "yaml";
                /** @description Passwords in plain text */
                with_credentials?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": {
                        [key: string]: unknown;
                    };
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply_config: {
        parameters: {
            query?: {
                /** @description A plan's digest */
                expected?: string;
                /** @description Remove what the file does not name */
                prune?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/yaml": string;
                "text/csv": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plan_config: {
        parameters: {
            query?: {
                /** @description Remove what the file does not name */
                prune?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/yaml": string;
                "text/csv": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_detection_rules: {
        parameters: {
            query?: {
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                kind?: "absence" | "count-above" | "line-crossing" | "loitering" | "object-in-zone";
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDetectionRuleList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_detection_rule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DetectionRuleRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetectionRule"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_detection_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetectionRule"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_detection_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_detection_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedDetectionRuleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetectionRule"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_detections: {
        parameters: {
            query?: {
                /** @description A drawn box, `x1,y1,x2,y2` in shares of the picture, origin top left. */
                box?: string;
                /** @description Any of these, or of `group`. */
                camera?: string[];
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Captured at or after. */
                from?: string;
                /** @description Camera groups. */
                group?: string[];
                /** @description Any of these. */
                label?: string[];
                limit?: number;
                /** @description How an object meets the drawn box: with its centre (so unless given), or at all. */
                meets?: "centre" | "intersects";
                min_confidence?: number;
                /** @description Captured before. */
                to?: string;
                /** @description The same object over frames. */
                track?: string;
                /** @description The name of a zone that holds the object; any of these. */
                zone?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDetectionList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_detections: {
        parameters: {
            query?: {
                /** @description A drawn box, `x1,y1,x2,y2` in shares of the picture, origin top left. */
                box?: string;
                /** @description Any of these, or of `group`. */
                camera?: string[];
                /** @description Captured at or after. */
                from?: string;
                /** @description Camera groups. */
                group?: string[];
                /** @description Any of these. */
                label?: string[];
                /** @description How an object meets the drawn box: with its centre (so unless given), or at all. */
                meets?: "centre" | "intersects";
                min_confidence?: number;
                /** @description Captured before. */
                to?: string;
                /** @description The same object over frames. */
                track?: string;
                /** @description The name of a zone that holds the object; any of these. */
                zone?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_evidence_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceKeys"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_mosaics: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedMosaicList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_mosaic: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MosaicInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mosaic"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mosaic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mosaic_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mosaic"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_mosaic: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                mosaic_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MosaicInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mosaic"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_mosaic: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                mosaic_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_mosaic: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                mosaic_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedMosaicInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mosaic"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_parking_areas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkingAreas"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_parking_area: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParkingAreaInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkingArea"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_parking_area: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                area_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_parking_occupancy: {
        parameters: {
            query?: {
                /** @description Seen at or after. */
                from?: string;
                /** @description Why; some sites demand it (code reason-required). */
                reason?: string;
                /** @description Default 24, at most 400. */
                steps?: number;
                /** @description Seen before; default: now. */
                to?: string;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path: {
                area_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Occupancy"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_plate_visitors: {
        parameters: {
            query: {
                /** @description Default: the first 16 that may be searched. */
                camera?: string;
                /** @description Seen at or after. */
                from?: string;
                kind: "first-time" | "unusual-hour";
                /** @description Why; some sites demand it (code reason-required). */
                reason?: string;
                /** @description Seen before; default: now. */
                to?: string;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Visitors"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_plates: {
        parameters: {
            query?: {
                /** @description Any of these, or of `group`. */
                camera?: string[];
                /** @description The vehicle's: black, grey, white, red, brown, yellow, green or blue; any of these. Silver counts as grey or, in the sun, as white. */
                colour?: string[];
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description How the plate moved, as the camera sees it. */
                direction?: "away" | "left" | "right" | "towards";
                /** @description Seen at or after. */
                from?: string;
                /** @description Camera groups. */
                group?: string[];
                limit?: number;
                /** @description Read as, or corrected to, a plate that is now on one of these watch lists. */
                list?: string[];
                /** @description Whether such a plate is on any watch list; not together with `list`. */
                listed?: boolean;
                /** @description Default: wildcard where the text holds ? or *, else fuzzy. */
                match?: "exact" | "fuzzy" | "prefix" | "wildcard";
                min_confidence?: number;
                /** @description Why; some sites demand it for what is not just the newest (code reason-required). */
                reason?: string;
                /** @description What the plate says; folded like the reads. */
                text?: string;
                /** @description At or after this time of any day, UTC; later than `time_to`: over midnight. */
                time_from?: string;
                /** @description Before this time of any day, UTC. */
                time_to?: string;
                /** @description Seen before. */
                to?: string;
                /** @description Its class, such as `truck`. */
                vehicle?: string;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatePage"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_plate_accuracy: {
        parameters: {
            query?: {
                camera?: string;
                /** @description Default: 12 weeks ago. */
                from?: string;
                /** @description Default: now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accuracy"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_plate_companions: {
        parameters: {
            query: {
                /** @description Seen at or after. */
                from?: string;
                /** @description Default and most: 50. */
                limit?: number;
                /** @description At how many of the same cameras; default 2. */
                min_cameras?: number;
                /** @description Why; some sites demand it (code reason-required). */
                reason?: string;
                /** @description The plate; folded, and looked for as it is. */
                text: string;
                /** @description Seen before; default: now. */
                to?: string;
                /** @description Seconds before and after; default 60, at most 300. */
                window_s?: number;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Companions"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_plate_history: {
        parameters: {
            query: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Seen at or after. */
                from?: string;
                /** @description Sightings a page. */
                limit?: number;
                /** @description Of likely misreads; default 0.5; 1: none of them. */
                min_probability?: number;
                /** @description Why; some sites demand it (code reason-required). */
                reason?: string;
                /** @description The plate; folded, and looked for as it is. */
                text: string;
                /** @description Seen before; default: now. */
                to?: string;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlateHistory"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_plate_journey: {
        parameters: {
            query: {
                /** @description Seen at or after. */
                from?: string;
                /** @description Why; some sites demand it (code reason-required). */
                reason?: string;
                /** @description The plate; folded, and looked for as it is. */
                text: string;
                /** @description Seen before; default: now. */
                to?: string;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlateJourney"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_plate: {
        parameters: {
            query?: {
                /** @description Why; else the reason counts that was given last. */
                reason?: string;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path: {
                read_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlateRead"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    correct_plate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                read_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlateCorrection"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_plate_correction: {
        parameters: {
            query?: {
                /** @description Why, for the audit log. */
                reason?: string;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path: {
                read_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_plate_image: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "plate" | "scene" | "vehicle";
                read_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_recordings: {
        parameters: {
            query: {
                camera: string;
                from?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedSpans"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_event_recordings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventWatches"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_recordings_forecast: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_recording_holds: {
        parameters: {
            query?: {
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedHoldList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    place_recording_hold: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    release_recording_hold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hold_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_recording_hours: {
        parameters: {
            query: {
                camera: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Hours that begin then or later. */
                from?: string;
                limit?: number;
                /** @description Hours that begin before. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedHourSealList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_recording_media: {
        parameters: {
            query: {
                camera: string;
                file: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_playback: {
        parameters: {
            query: {
                camera: string;
                from: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Playback"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_recordings_retention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_recordings_retention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulate_recordings_retention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulationRequestRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_recording_thumbnail: {
        parameters: {
            query: {
                at: string;
                camera: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description Nothing was recorded then. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_recordings_timeline: {
        parameters: {
            query: {
                camera: string[];
                from?: string;
                /** @description Seconds: neighbours that are shorter come as one span `mixed`, as for a pixel of a screen. Without it every span comes. */
                resolution?: number;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_plate_reviews: {
        parameters: {
            query?: {
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Why; else the reason counts that was given last. */
                reason?: string;
                /** @description Of the asking user; default: unreviewed. */
                state?: "all" | "reviewed" | "unreviewed";
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPage"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    review_plates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewOutcomes"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_schedules: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedScheduleList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedScheduleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_shared_clip_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie: {
                "mosaic-shared-clip": string;
            };
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_shared_clip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PassCodeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedClip"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sites: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedSiteList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_site: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedSiteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_travel_times: {
        parameters: {
            query?: {
                /** @description Default 200, at most 1000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TravelTimes"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_watchlists: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedWatchListList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_watchlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchListRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_watchlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_watchlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_watchlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedWatchListRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    back_test_watchlist: {
        parameters: {
            query?: {
                /** @description Why; some sites demand it (code reason-required). */
                reason?: string;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BackTestWishRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackTest"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_back_tests: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedBackTestList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_back_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                test_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackTest"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_back_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                test_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_back_test_hits: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those. */
                doubt?: "none" | "read-otherwise" | "unlikely";
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                test_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedBackTestHitList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_watchlist_entries: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedWatchListEntryList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_watchlist_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchListEntryRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchListEntry"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_watchlist_entries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_watchlist_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchListEntry"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_watchlist_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_watchlist_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedWatchListEntryRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchListEntry"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_watchlist_entries: {
        parameters: {
            query?: {
                /** @description Where a line is bad: nothing is kept (all), or the good lines are (good). */
                mode?: "all" | "good";
                /** @description Why, for the audit log. */
                reason?: string;
                /** @description Remove plates that the file lacks. */
                replace?: boolean;
            };
            header?: {
                /** @description The same as a header. */
                "X-Reason"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedEntries"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
