// Made from ../backend-django/openapi.json by `npm run generate`.
export interface paths {
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
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Exchanges a refresh token, once, for a new pair. */
        post: operations["refresh_session"];
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
    "/api/v1/camera-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Writes what was done to the audit log. */
        get: operations["list_camera_groups"];
        put?: never;
        /** @description Writes what was done to the audit log. */
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
        /** @description Writes what was done to the audit log. */
        get: operations["get_camera_group"];
        /** @description Writes what was done to the audit log. */
        put: operations["replace_camera_group"];
        post?: never;
        /** @description Writes what was done to the audit log. */
        delete: operations["delete_camera_group"];
        options?: never;
        head?: never;
        /** @description Writes what was done to the audit log. */
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
    "/api/v1/cameras/{camera_id}/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Opens the camera once and tells what it sends, or why it cannot be opened. */
        post: operations["probe_camera"];
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
        /** @description The newest picture that the AI looked at. */
        get: operations["get_snapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/detections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List detections */
        get: operations["detections_list"];
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
    "/api/v1/plates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search plate reads */
        get: operations["plates_list"];
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
        get: operations["plates_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
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
        get: operations["plates_image"];
        put?: never;
        post?: never;
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
        /** @description Writes what was done to the audit log. */
        get: operations["list_sites"];
        put?: never;
        /** @description Writes what was done to the audit log. */
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
        /** @description Writes what was done to the audit log. */
        get: operations["get_site"];
        /** @description Writes what was done to the audit log. */
        put: operations["replace_site"];
        post?: never;
        /** @description Writes what was done to the audit log. */
        delete: operations["delete_site"];
        options?: never;
        head?: never;
        /** @description Writes what was done to the audit log. */
        patch: operations["change_site"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Ai: {
            classes?: string[];
            /** @default true */
            enabled: boolean;
            /** @default true */
            read_plates: boolean;
            zones?: components["schemas"]["Zone"][];
        };
        AiRequest: {
            classes?: string[];
            /** @default true */
            enabled: boolean;
            /** @default true */
            read_plates: boolean;
            zones?: components["schemas"]["ZoneRequest"][];
        };
        /** @description A camera as it is told; the address without user and password. */
        Camera: {
            ai: components["schemas"]["Ai"];
            enabled: boolean;
            /** Format: uuid */
            group: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            recording: components["schemas"]["Recording"];
            revision: number;
            /** @description Without user and password */
            source_url: string;
            state: components["schemas"]["State"];
        };
        /** @description A camera as an administrator sends it; what is left out of a PATCH stays. */
        CameraInputRequest: {
            ai?: components["schemas"]["AiRequest"];
            /** @default true */
            enabled: boolean;
            /** Format: uuid */
            group?: string | null;
            name: string;
            recording?: components["schemas"]["RecordingRequest"];
            /** @description Credentials are kept and never returned; sent back without them, they stay */
            source_url: string;
        };
        CredentialsRequest: {
            password: string;
            username: string;
        };
        /** @description One object in one frame; `box` is (x, y, width, height) in shares of the picture. */
        Detection: {
            box: number[];
            /** Format: uuid */
            camera: string;
            readonly camera_name: string | null;
            /** Format: date-time */
            captured_at: string;
            /** Format: double */
            confidence: number;
            engine: string;
            readonly frame: {
                [key: string]: number;
            };
            /** Format: uuid */
            id: string;
            label: string;
            /** Format: uuid */
            track_id: string | null;
            zones: string[];
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
        GlyphCandidate: {
            /** Format: double */
            probability: number;
            text: string;
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
        /**
         * @description * `include` - include
         *     * `exclude` - exclude
         *     * `plate` - plate
         * @enum {string}
         */
        KindEnum: "include" | "exclude" | "plate";
        /**
         * @description * `1` - 1
         *     * `2x2` - 2x2
         *     * `1+5` - 1+5
         *     * `3x3` - 3x3
         *     * `4x4` - 4x4
         * @enum {string}
         */
        LayoutEnum: "1" | "2x2" | "1+5" | "3x3" | "4x4";
        Me: {
            all_cameras: boolean;
            groups: string[];
            /** Format: uuid */
            id: string;
            role: components["schemas"]["RoleEnum"];
            username: string;
            /** @description What the role allows at all */
            readonly verbs: string[];
        };
        /**
         * @description * `off` - off
         *     * `continuous` - continuous
         * @enum {string}
         */
        ModeEnum: "off" | "continuous";
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
        PaginatedCameraList: {
            items: components["schemas"]["Camera"][];
            next_cursor: string | null;
        };
        PaginatedDetectionList: {
            items: components["schemas"]["Detection"][];
            next_cursor: string | null;
        };
        PaginatedGroupList: {
            items: components["schemas"]["Group"][];
            next_cursor: string | null;
        };
        PaginatedMosaicList: {
            items: components["schemas"]["Mosaic"][];
            next_cursor: string | null;
        };
        PaginatedSiteList: {
            items: components["schemas"]["Site"][];
            next_cursor: string | null;
        };
        /** @description A camera as an administrator sends it; what is left out of a PATCH stays. */
        PatchedCameraInputRequest: {
            ai?: components["schemas"]["AiRequest"];
            /** @default true */
            enabled: boolean;
            /** Format: uuid */
            group?: string | null;
            name?: string;
            recording?: components["schemas"]["RecordingRequest"];
            /** @description Credentials are kept and never returned; sent back without them, they stay */
            source_url?: string;
        };
        PatchedGroupRequest: {
            name?: string;
            /** Format: uuid */
            site?: string | null;
        };
        PatchedMosaicInputRequest: {
            /** @default 2x2 */
            layout: components["schemas"]["LayoutEnum"];
            name?: string;
            /** @default false */
            shared: boolean;
            tiles?: components["schemas"]["TileRequest"][];
        };
        PatchedSiteRequest: {
            name?: string;
        };
        PlatePage: {
            items: components["schemas"]["PlateRead"][];
            next_cursor: string | null;
        };
        /** @description One passage of one plate. `score` and `why` tell how well it fits the search; null without a text. */
        PlateRead: {
            box: number[];
            /** Format: uuid */
            camera: string;
            camera_name: string | null;
            /** @description For each glyph of `folded` the likeliest characters, best first. */
            candidates: components["schemas"]["GlyphCandidate"][][];
            /** Format: double */
            confidence: number;
            engine: string;
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
        Probe: {
            detail: string | null;
            ok: boolean;
            reason: string | null;
            /** Format: double */
            took_ms: number;
            tracks: components["schemas"]["ProbeTrack"][];
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
        /** @description Addresses of the evidence crops, relative to the server; null where there is none. */
        ReadImages: {
            plate: string | null;
            scene: string | null;
            vehicle: string | null;
        };
        ReadVehicle: {
            box: number[];
            colour: string | null;
            /** Format: double */
            confidence: number;
            label: string;
        };
        Recording: {
            /** @default off */
            mode: components["schemas"]["ModeEnum"];
            /** @default 7 */
            retention_days: number;
        };
        RecordingRequest: {
            /** @default off */
            mode: components["schemas"]["ModeEnum"];
            /** @default 7 */
            retention_days: number;
        };
        RefreshRequest: {
            refresh: string;
        };
        /**
         * @description * `admin` - admin
         *     * `operator` - operator
         *     * `reviewer` - reviewer
         *     * `viewer` - viewer
         * @enum {string}
         */
        RoleEnum: "admin" | "operator" | "reviewer" | "viewer";
        /** @description Pixels of the picture. */
        SeenFrame: {
            height: number;
            width: number;
        };
        Site: {
            /** Format: uuid */
            readonly id: string;
            name: string;
        };
        SiteRequest: {
            name: string;
        };
        State: {
            /** Format: date-time */
            changed_at: string | null;
            detail: string | null;
            reason: string | null;
            state: components["schemas"]["StateEnum"];
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
        StateEnum: "unknown" | "disabled" | "idle" | "connecting" | "online" | "error";
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
        TokenPair: {
            access: string;
            /** @description Seconds that the access token lasts */
            expires_in: number;
            refresh: string;
        };
        Track: {
            codec: string;
            height: number | null;
            width: number | null;
        };
        Zone: {
            kind: components["schemas"]["KindEnum"];
            name: string;
            polygon: number[][];
        };
        ZoneRequest: {
            kind: components["schemas"]["KindEnum"];
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
        requestBody: {
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
    refresh_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
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
    sign_in: {
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
    probe_camera: {
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
    get_snapshot: {
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
            /** @description The newest sampled picture; X-Captured-At, Age */
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
    detections_list: {
        parameters: {
            query?: {
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Captured at or after. */
                from?: string;
                label?: string;
                limit?: number;
                min_confidence?: number;
                /** @description Captured before. */
                to?: string;
                /** @description The name of a zone that holds the object. */
                zone?: string;
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
    plates_list: {
        parameters: {
            query?: {
                camera?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Seen at or after. */
                from?: string;
                limit?: number;
                /** @description Default: wildcard where the text holds ? or *, else fuzzy. */
                match?: "exact" | "fuzzy" | "prefix" | "wildcard";
                min_confidence?: number;
                /** @description What the plate says; folded like the reads. */
                text?: string;
                /** @description Seen before. */
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
    plates_retrieve: {
        parameters: {
            query?: never;
            header?: never;
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
    plates_image: {
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
}
